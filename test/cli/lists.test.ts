import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { TokenRecord } from '../../src/lib/site/site-record.ts';
import type { PageSummary } from '../../src/lib/sweep.ts';
import { emptyBucket, emptyWorld, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();

function incident(id: string, change: Partial<Incident> = {}): Incident {
  return {
    id,
    site: 'demo',
    key: 'index.html',
    state: 'restored',
    rev: 3,
    entry: 2,
    recurrences: 0,
    gen: 1,
    findings: [
      { code: 'token.lost', severity: 'rollback', says: 'STRIPE_CHECKOUT is gone.', token: 'STRIPE_CHECKOUT' },
    ],
    version: { identity: 'bad', versionId: 'v2', lastModified: '2026-03-10T11:00:00.000Z', tokens: [], hasText: true },
    writer: { principal: 'AWS:cb', sourceIp: '192.0.2.7' },
    openedAt: '2026-03-10T11:00:01.000Z',
    updatedAt: '2026-03-10T11:00:04.000Z',
    ...change,
  };
}

describe('status', () => {
  test('says how each site stands', async () => {
    const world = emptyWorld();
    await run(world, [SITE], 'apply');
    world.sweeps.set('demo', '2026-03-10T11:55:00.000Z');
    const seen = { versionId: 'v', lastModified: '2026-01-01T00:00:00.000Z', identity: 'i', kind: 'good' as const };
    const page = (key: string, change: Partial<PageSummary> = {}): PageSummary => ({
      ref: { site: 'demo', key },
      seen,
      open: [],
      baselineIdentity: 'i',
      ...change,
    });
    world.pages.push(
      page('a.html'),
      page('gone.html', { baselineIdentity: 'DELETED' }),
      page('fought.html', { contested: 'incident' }),
      page('odd.html', { seen: { ...seen, kind: 'undecided' }, baselineIdentity: undefined }),
      page('now.html', { open: ['one', 'two'] }),
    );
    const until = '2026-03-10T13:00:00.000Z';
    const may = (tokens: string[], change = {}) => ({ tokens, until, reason: 'x', by: 'cb', ...change });
    const over = may(['OVER'], { until: '2026-03-10T11:59:00.000Z' });
    world.pages.push(
      page('may.html', { allowances: [over, ...['A', 'B', 'C', 'D', 'E', 'F'].map((name) => may([name]))] }),
    );
    world.queues.set(world.stack.dlq, { arn: 'arn:dead', waiting: 3, inFlight: 0, delayed: 0 });
    const { value, text, progress } = await run(world, [SITE], 'status');
    expect(progress.at(-1)).toBe('read 6 pages of demo');
    expect(value).toMatchObject({
      sites: [
        {
          site: 'demo',
          mode: 'observe',
          pages: 6,
          baselines: 4,
          deleted: 1,
          retired: [],
          contested: ['fought.html'],
          undecided: ['odd.html'],
          open: ['one', 'two'],
          allowances: ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ page: 'may.html', tokens: [name] })),
          lastSweep: '2026-03-10T11:55:00.000Z',
        },
      ],
      queues: { deadLetters: { waiting: 3 } },
    });
    for (const line of [
      '6 pages, 4 baselines, 1 deleted',
      'retired    none',
      '2 incidents',
      '1: fought.html',
      '1: odd.html',
      '(5 min ago)',
      'allowed    A on may.html until 2026-03-10T13:00Z',
      'and 1 more: npx holdfast allowances',
      '3 waiting',
    ]) {
      expect(text).toContain(line);
    }
  });

  test('shows what blocks deploys: how many warnings are open, and the newest few', async () => {
    const world = emptyWorld();
    await run(world, [SITE], 'apply');
    expect((await run(world, [SITE], 'status')).text).toMatch(/^ {2}warnings {3}none$/m);
    const warning = (minute: number) => ({
      id: `0123456789abcdef000${minute}`,
      site: 'demo',
      ...(minute > 0 && { key: 'a.html' }),
      says: minute > 0 ? `number ${minute}\u001B[2J` : 'x'.repeat(500),
      by: 'cb',
      at: `2026-03-10T11:0${minute}:00.000Z`,
    });
    world.warnings.push(warning(0));
    const one = (await run(world, [SITE], 'status')).text;
    expect(one).toMatch(
      /^ {2}WARNINGS {3}1 open warning blocks deploys\n {13}0123456789abcdef0000 the whole site, by cb: x+…x+$/m,
    );
    world.warnings.push(warning(2), warning(1), warning(3));
    const { text, value } = await run(world, [SITE], 'status');
    expect(text).toMatch(/^ {2}WARNINGS {3}4 open warnings block deploys$/m);
    expect(text.match(/number \d\\u\{1b\}/g)).toEqual(['number 3\\u{1b}', 'number 2\\u{1b}', 'number 1\\u{1b}']);
    expect(text).toMatch(/^ {13}and 1 more: npx holdfast warnings demo$/m);
    expect(value).toMatchObject({ sites: [{ warnings: { length: 4 } }] });
  });

  test('lists what is retired, by the configuration and by people, and counts the rest', async () => {
    const world = emptyWorld();
    const site = demoSite('    retired: { tokens: [OLD_BANNER], phrases: [Half price] }\n');
    await run(world, [site], 'apply');
    const people = { tokens: ['OLD_BANNER', 'A', 'B', 'C', 'D', 'E'], phrases: [] };
    world.sites.set('demo', { ...world.sites.get('demo')!, retired: people });
    const { text, value } = await run(world, [site], 'status');
    expect(text).toMatch(/^ {2}retired {4}7: OLD_BANNER, A, B, C, D and 2 more$/m);
    expect(value).toMatchObject({ sites: [{ retired: { length: 7, 6: { kind: 'phrase', name: 'Half price' } } }] });
    world.sites.set('demo', { ...world.sites.get('demo')!, retired: { tokens: [], phrases: ['Old offer'] } });
    expect((await run(world, [site], 'status')).text).toContain('retired    3: OLD_BANNER, "Half price", "Old offer"');
  });

  test('shows a pause loudly until it is over, and names what was never applied', async () => {
    const world = emptyWorld();
    await run(world, [SITE], 'apply');
    const from = '2026-03-10T11:00:00.000Z';
    const paused = { from, until: '2026-03-10T13:00:00.000Z', reason: 'new hero', by: 'cb' };
    world.sites.set('demo', { ...world.sites.get('demo')!, pauses: [paused] });
    expect((await run(world, [SITE], 'status')).text).toContain('PAUSED     the whole site until 2026-03-10T13:00Z');
    const over = { from: '2026-03-10T10:00:00.000Z', until: '2026-03-10T12:00:00.000Z', reason: 'x', by: 'cb' };
    world.sites.set('demo', { ...world.sites.get('demo')!, pauses: [over] });
    expect((await run(world, [SITE], 'status')).text).toContain('paused     no');
    expect((await run(emptyWorld(), [SITE], 'status')).text).toContain(
      'demo: not applied yet: npx holdfast apply demo',
    );
  });
});

describe('incidents', () => {
  function worldWith(...incidents: Incident[]): World {
    const { guard, stack } = guarded();
    for (const each of incidents) guard.table.open(each);
    return stack;
  }

  test('says how many findings of an incident a list leaves out', async () => {
    const findings = Array.from({ length: 12 }, (_, at) => ({
      code: 'token.lost' as const,
      severity: 'rollback' as const,
      says: `PART_${at} is gone.`,
      token: `PART_${at}`,
    }));
    const { text } = await run(worldWith(incident('aaaaaaaaaaaaaaaaaaaa', { findings })), [SITE], 'incidents');
    expect(text).toMatch(/PART_9, 2 more$/m);
  });

  test('lists the newest first, by state, and says how to go on', async () => {
    const world = worldWith(
      incident('aaaaaaaaaaaaaaaaaaaa', { openedAt: '2026-03-10T10:00:00.000Z' }),
      incident('bbbbbbbbbbbbbbbbbbbb', { openedAt: '2026-03-10T11:00:00.000Z' }),
      incident('cccccccccccccccccccc', { openedAt: '2026-03-10T09:00:00.000Z', state: 'contested' }),
    );
    const all = await run(world, [SITE], 'incidents');
    expect(all.text.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'incident',
      'bbbbbbbbbbbbbbbbbbbb',
      'aaaaaaaaaaaaaaaaaaaa',
      'cccccccccccccccccccc',
    ]);
    expect(all.text).toContain('token.lost STRIPE_CHECKOUT');
    const contested = await run(world, [SITE], 'incidents', { options: { state: 'contested' } });
    expect(contested.value).toMatchObject({ incidents: [{ id: 'cccccccccccccccccccc' }], next: {} });
    const first = await run(world, [SITE], 'incidents', { options: { limit: '2' } });
    expect(first.text).toMatch(/^more: npx holdfast incidents --site demo --limit 2 --after 2$/m);
    const restored = await run(world, [SITE], 'incidents', { options: { state: 'restored', limit: '1' } });
    expect(restored.text).toMatch(/--site demo --state restored --limit 1 --after 1$/m);
    const rest = await run(world, [SITE], 'incidents', { options: { site: 'demo', limit: '2', after: '2' } });
    expect(rest.value).toMatchObject({ incidents: [{ id: 'cccccccccccccccccccc' }], next: {} });
  });

  test.each([
    [{ state: 'restord' }, 'Did you mean restored?'],
    [{ limit: '0' }, '--limit is a number'],
    [{ limit: 'x' }, '--limit is a number'],
    [{ site: 'demo', after: 'nowhere' }, 'That cursor is not where a list ended'],
    [{ site: 'dmo' }, 'Did you mean "demo"?'],
  ])('refuses %j', async (options, says) => {
    const { exitCode, text } = await run(guarded().stack, [SITE], 'incidents', { options });
    expect(exitCode).toBe(2);
    expect(text).toContain(says);
  });

  test('shows one by the beginning of its id', async () => {
    const world = worldWith(incident('1f2e3d4c5b6a79880000'), incident('1f2e3d4c000000000000'));
    const { exitCode, text } = await run(world, [SITE], 'incidents show', { args: ['1f2e3d4c5'] });
    expect(exitCode).toBe(0);
    for (const part of [
      '1f2e3d4c5b6a79880000',
      'index.html of demo',
      'AWS:cb, 192.0.2.7',
      'STRIPE_CHECKOUT is gone.',
      'No difference is shown',
    ]) {
      expect(text).toContain(part);
    }
    expect(await run(world, [SITE], 'incidents show', { args: ['1f2e3d4c'] })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('2 incidents begin with 1f2e3d4c.'),
    });
  });

  test.each(['unknown', 'f'.repeat(64)])('says that there is no incident %s', async (id) => {
    const { exitCode, text } = await run(guarded().stack, [SITE], 'incidents show', { args: [id] });
    expect(exitCode).toBe(2);
    expect(text).toContain('There is no incident');
  });

  test.each(['', 'abc', '../../x', 'f'.repeat(129)])('knows that "%s" is no incident\'s id', async (id) => {
    const { exitCode, text } = await run(emptyWorld(), [SITE], 'incidents show', { args: [id] });
    expect(exitCode).toBe(2);
    expect(text).toContain(`"${id}" is no incident's id.`);
  });

  test('shows what an uploader chose as text alone', async () => {
    const key = 'x\u001B]0;owned\u0007.html';
    const { text } = await run(worldWith(incident('abcdef00000000000000', { key })), [SITE], 'incidents show', {
      args: ['abcdef'],
    });
    expect(text).toContain('x\\u{1b}]0;owned\\u{7}.html');
    expect(text).not.toContain('\u001B]');
  });
});

describe('tokens', () => {
  const token = (name: string, change: Partial<TokenRecord> = {}): TokenRecord => ({
    site: 'demo',
    name,
    key: 'index.html',
    state: 'live',
    firstSeen: '2025-01-14T10:22:33.000Z',
    gainedAt: '2026-01-14T10:22:33.000Z',
    lastSeen: '2026-01-14T10:22:33.000Z',
    ...change,
  });

  test('gives flat lines of live tokens that were gained in the last 90 days', async () => {
    const world = emptyWorld();
    world.tokens.push(
      token('STRIPE_CHECKOUT'),
      token('HERO', { key: 'a b:c.html', gainedAt: '2025-12-10T12:00:00.000Z' }),
      token('OLD', { gainedAt: '2025-12-10T11:59:59.000Z' }),
      token('LOST', { state: 'lost' }),
    );
    const { text, value } = await run(world, [SITE], 'tokens', { options: { flat: true } });
    expect(text).toBe('HERO:a b:c.html:2025-12-10T12:00Z\nSTRIPE_CHECKOUT:index.html:2026-01-14T10:22Z');
    expect(value).toEqual(text.split('\n'));
  });

  test('keeps one line a token, whatever the key holds', async () => {
    const world = emptyWorld();
    world.tokens.push(token('HERO', { key: 'a\nFORGED:b.html:2026-01-01T00:00Z' }));
    const { text } = await run(world, [SITE], 'tokens', { options: { flat: true } });
    expect(text.split('\n')).toHaveLength(1);
  });

  test('lists all of them as a table, lost ones with when', async () => {
    const world = emptyWorld();
    world.tokens.push(token('LOST', { state: 'lost', lastSeen: '2026-02-01T00:00:00.000Z' }));
    const { text, progress } = await run(world, [SITE], 'tokens', { args: ['demo'] });
    expect(progress).toEqual(['read 1 token']);
    expect(text.split('\n')[1]).toBe(
      'LOST   demo  index.html  lost   2025-01-14T10:22Z  2026-01-14T10:22Z  2026-02-01T00:00Z',
    );
    expect((await run(emptyWorld(), [SITE], 'tokens')).text).toBe('No tokens are known.');
  });
});

describe('scan', () => {
  test('names what is retired, what cannot be read, and what cannot be guarded', async () => {
    const world = emptyWorld();
    const bucket = emptyBucket();
    bucket.objects.set('index.html', { text: '<p data-feature="HERO">Ahoy</p>' });
    bucket.objects.set('old.html', { text: '<p data-feature="BANNER">x</p>' });
    bucket.objects.set('bad.html', { text: 'no gzip', headers: { contentEncoding: 'gzip' } });
    bucket.objects.set('big.html', { text: 'x'.repeat(2000) });
    bucket.objects.set(`${'k'.repeat(1000)}.html`, { text: '' });
    world.buckets.set('demo-prod', bucket);
    const site = demoSite('    retired: { tokens: [BANNER] }\n    policy: { limits: { bytes: 1024 } }\n');
    const { exitCode, value, text } = await run(world, [site], 'scan', { args: ['demo'] });
    expect(exitCode).toBe(6);
    expect(value).toMatchObject({
      pages: [
        { key: 'index.html', tokens: ['HERO'], retired: [] },
        { key: 'old.html', tokens: ['BANNER'], retired: ['BANNER'] },
        { key: 'bad.html', unreadable: expect.stringContaining('gzip') },
        { key: 'big.html', unreadable: 'larger than limits.bytes (1024)' },
      ],
      unguardable: [{ why: 'longer than 1000 bytes' }],
    });
    expect(text).toContain('! old.html: retired, but live: BANNER');
  });

  test('is content with a bucket in which nothing is wrong', async () => {
    const world = emptyWorld();
    world.buckets.set('demo-prod', emptyBucket());
    expect(await run(world, [SITE], 'scan', { args: ['demo'] })).toMatchObject({
      exitCode: 0,
      text: 's3://demo-prod/ has 0 pages, 0 assets, 0 tokens on 0 pages.',
    });
  });
});

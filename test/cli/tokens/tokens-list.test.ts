import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenRecord } from '../../../src/lib/site/site-record.ts';
import { emptyWorld, type World } from '../fake-operator.ts';
import { demoSite, run } from '../run.ts';

const SITE = demoSite();
const FIRST = '2025-06-01T10:22:33.000Z';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-tokens-'));
});
afterAll(() => rm(folder, { recursive: true }));

const token = (name: string, change: Partial<TokenRecord> = {}): TokenRecord => ({
  site: 'demo',
  name,
  key: 'index.html',
  state: 'live',
  firstSeen: FIRST,
  gainedAt: '2026-01-14T10:22:33.000Z',
  lastSeen: '2026-01-14T10:22:33.000Z',
  ...change,
});

async function applied(...tokens: TokenRecord[]): Promise<World> {
  const world = emptyWorld();
  await run(world, [SITE], 'apply');
  world.tokens.push(...tokens);
  return world;
}

async function importing(world: World, text: string | Uint8Array, options: Parameters<typeof run>[3] = {}) {
  const file = join(folder, 'tokens.txt');
  await writeFile(file, text);
  return run(world, [SITE], 'tokens import', { args: ['demo', file], ...options });
}

const exported = async (world: World, options: Record<string, unknown> = {}) =>
  (await run(world, [SITE], 'tokens export', { args: ['demo'], options })).value;

describe('tokens export', () => {
  test('has every token of the site, sorted, with when it was first seen', async () => {
    const world = await applied(
      token('STRIPE_CHECKOUT'),
      token('HERO', { key: 'b.html', state: 'lost' }),
      token('HERO', { firstSeen: '2019-01-01T00:00:59.000Z' }),
      token('OTHER', { site: 'other' }),
    );
    expect(await exported(world)).toEqual([
      'HERO:b.html:2025-06-01T10:22Z',
      'HERO:index.html:2019-01-01T00:00Z',
      'STRIPE_CHECKOUT:index.html:2025-06-01T10:22Z',
    ]);
    expect(await exported(world, { live: true })).toHaveLength(2);
  });

  test('says of which site lines are where there are several', async () => {
    const { text } = await run(await applied(token('HERO')), [SITE, { ...SITE, name: 'other' }], 'tokens export');
    expect(text.split('\n')).toEqual(['# demo', 'HERO:index.html:2025-06-01T10:22Z', '# other']);
  });

  test('comes back as it was, and changes nothing where it came from', async () => {
    const hostile = 'a\nFORGED:b:\\u{a}\u202E.html';
    const world = await applied(token('HERO'), token('A:B', { key: 'x:y.html' }), token('BOX', { key: hostile }));
    const before = structuredClone(world.tokens);
    const lines = await exported(world);
    const text = Array.isArray(lines) ? lines.join('\n') : '';
    const { exitCode, shown } = await importing(world, text);
    expect([exitCode, shown, world.tokens]).toEqual([0, [], before]);

    const fresh = await applied();
    await importing(fresh, text);
    expect(fresh.tokens.find(({ name }) => name === 'BOX')?.key).toBe(hostile);
    expect(await exported(fresh)).toEqual(lines);
  });
});

describe('tokens import', () => {
  const LIST = [
    '\uFEFF# kept by hand since 2024',
    '',
    'HERO:index.html:2024-01-14T10:22Z',
    'HERO:index.html:2024-03-01T00:00Z',
    'STRIPE_CHECKOUT:index.html:2025-12-01T00:00Z',
    'GONE:old.html:2023-05-06T07:08Z',
    'LOST:index.html:2025-06-01T10:22Z',
    '   ',
  ].join('\r\n');
  const lost = token('LOST', { state: 'lost' });

  test('moves what is known back in time, records what is unknown as lost, and names what is not live', async () => {
    const world = await applied(token('HERO'), token('STRIPE_CHECKOUT'), lost);
    const { exitCode, value, text, shown } = await importing(world, LIST);
    expect(shown[0]?.split('\n').slice(1)).toEqual([
      '  1 token known here: first seen earlier than the registry says',
      '  1 token unknown here: recorded as lost',
      '  2 tokens known as the list has them',
      '  2 tokens of the list not live today',
    ]);
    const gone = '2023-05-06T07:08:00.000Z';
    expect(world.tokens).toEqual([
      token('HERO', { firstSeen: '2024-01-14T10:22:00.000Z' }),
      token('STRIPE_CHECKOUT'),
      lost,
      token('GONE', { key: 'old.html', state: 'lost', firstSeen: gone, gainedAt: gone, lastSeen: gone }),
    ]);
    const notLive = ['GONE:old.html:2023-05-06T07:08Z', 'LOST:index.html:2025-06-01T10:22Z'];
    expect([exitCode, value]).toEqual([6, { site: 'demo', earlier: 1, recorded: 1, same: 2, notLive, done: true }]);
    for (const line of notLive) expect(text).toContain(line);
  });

  test('changes nothing the second time', async () => {
    const world = await applied(token('HERO'), token('STRIPE_CHECKOUT'), lost);
    await importing(world, LIST);
    const after = structuredClone(world.tokens);
    const { exitCode, shown, value } = await importing(world, LIST);
    expect([exitCode, shown, world.tokens]).toEqual([6, [], after]);
    expect(value).toMatchObject({ earlier: 0, recorded: 0, same: 4 });
  });

  test('shows counts and writes nothing with --dry-run', async () => {
    const world = await applied(token('HERO'));
    const { exitCode, value } = await importing(world, LIST, { answer: 'dry-run' });
    expect([exitCode, value]).toMatchObject([6, { done: false, recorded: 3 }]);
    expect(world.tokens).toEqual([token('HERO')]);
  });

  test('tells every wrong line with its number, fifty at most, and writes nothing', async () => {
    const world = await applied();
    const wrong = Array.from({ length: 60 }, (_, i) => `X${i}:app.js:2024-01-01T00:00Z`);
    const lines = [
      'HERO:index.html:2024-01-14T10:22Z',
      'HERO:index.html:2099-01-01T00:00Z',
      'nonsense\u001B[2J',
      ...wrong,
    ];
    const { exitCode, text } = await importing(world, lines.join('\n'));
    expect([exitCode, world.tokens]).toEqual([2, []]);
    const told = text.split('\n');
    expect(told[0]).toBe('62 lines cannot be read; nothing was written.');
    expect(told[1]).toBe('line 2: its time is yet to come: HERO:index.html:2099-01-01T00:00Z');
    expect(told[2]).toBe('line 3: it does not end with a time like :2025-01-14T10:22Z: nonsense\\u{1b}[2J');
    expect(told[3]).toBe('line 4: app.js is no page of the site: X0:app.js:2024-01-01T00:00Z');
    expect(told.slice(51)).toEqual(['and 12 more', expect.stringMatching(/^→ /)]);
  });

  test('reads a token with colons as the registry knows it, and asks where it knows both', async () => {
    const both = [token('A', { key: 'B:c.html' }), token('A:B', { key: 'c.html' })];
    const line = 'A:B:c.html:2024-01-14T10:22Z';
    const known = await applied(...both.slice(1));
    expect((await importing(known, line)).exitCode).toBe(0);
    expect(known.tokens[0]?.firstSeen).toBe('2024-01-14T10:22:00.000Z');
    expect(await importing(await applied(...both), line)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('knows both ways'),
    });
  });

  test('takes no file that is missing, too large, or no text, and no site that was never applied', async () => {
    const world = await applied();
    const missing = await run(world, [SITE], 'tokens import', { args: ['demo', join(folder, 'none.txt')] });
    expect([missing.exitCode, missing.text]).toEqual([2, expect.stringContaining('cannot be read')]);
    const directory = await run(world, [SITE], 'tokens import', { args: ['demo', folder] });
    expect([directory.exitCode, directory.text]).toEqual([2, expect.stringContaining('cannot be read')]);
    const large = await importing(world, Buffer.alloc(10_000_001, '#'));
    expect([large.exitCode, large.text]).toEqual([2, expect.stringContaining('larger than 10 MB')]);
    const binary = await importing(world, Buffer.from([0x48, 0xff, 0xfe]));
    expect([binary.exitCode, binary.text]).toEqual([2, expect.stringContaining('UTF-8')]);
    const never = await importing(emptyWorld(), LIST);
    expect([never.exitCode, never.text]).toEqual([2, expect.stringContaining('never applied')]);
  });

  test('goes on where it was broken off', async () => {
    const world = await applied(token('HERO'));
    await importing(world, LIST.split('\r\n').slice(0, 4).join('\n'));
    expect((await importing(world, LIST)).value).toMatchObject({ earlier: 0, recorded: 3, same: 1 });
  });
});

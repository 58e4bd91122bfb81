import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { pageWith, siteRecord } from '../../world.ts';
import { fakeOperator } from '../fake-operator.ts';
import { run } from '../run.ts';
import { KEY, pastWorld, SITES } from './past-world.ts';

interface Told {
  readonly versions: readonly Record<string, unknown>[];
  readonly more: boolean;
}

/** What `--json` gives, as far as it is asserted on. */
function told(value: unknown): Told {
  const { versions, more }: Told = JSON.parse(JSON.stringify(value));
  return { versions, more };
}

describe('history', () => {
  test('tells of each version, newest first, what it was to the guard, who brought it, and where it is kept', async () => {
    const world = pastWorld();
    const [first, second] = await world.upload(pageWith('A'), pageWith('A', 'B'));
    const stale = world.guard.upload(KEY, pageWith('A'), {
      contentType: 'text/html',
      cacheControl: 'no-cache',
      metadata: {},
    });
    await world.settle();
    const { id } = world.guard.table.incidents()[0]!;
    const change = {
      site: 'demo',
      key: KEY,
      release: '20260310T100000Z-1f2e3d',
      by: 'kim',
      at: '2026-03-10T10:00:00.000Z',
    };
    await world.releases.noteChange({ ...change, identity: second!.identity, change: 'spring' });
    world.guard.snapshots.put('replaced', 'demo', first!.identity, { ...first!, storedAs: {} });
    const { exitCode, value, text } = await world.history();
    expect(exitCode).toBe(0);
    const { versions, more } = told(value);
    expect(more).toBe(false);
    expect(versions).toMatchObject([
      { live: true, identity: second!.identity, was: ['baseline', 'put-back'], kept: ['accepted'] },
      {
        versionId: stale.versionId,
        was: ['rejected'],
        incidents: [{ id, state: 'restored' }],
        kept: ['rejected'],
      },
      { versionId: second!.versionId, was: ['baseline'], release: { change: 'spring', by: 'kim' } },
      { versionId: first!.versionId, was: ['accepted'], kept: ['accepted', 'replaced'], size: first!.bytes.length },
    ]);
    // It has the bytes of the version that came with the release, and came by itself.
    expect(versions[0]).not.toHaveProperty('release');
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/^index\.html of demo: 4 versions; live since \d+ min ago$/);
    expect(lines[2]).toContain('live, baseline, put back by Holdfast');
    expect(lines[3]).toContain(`rejected, incident ${id}`);
    expect(lines[4]).toContain('20260310T100000Z-1f2e3d, spring, kim');
  });

  test('tells who accepted the bytes of a version on staging', async () => {
    const world = pastWorld();
    const [first] = await world.upload(pageWith('A'));
    const staging = { bucket: 'demo-staging', prefix: '', distributions: [], originPath: '' };
    world.guard.table.putSite(siteRecord({ ...SITES[0]!, staging }));
    const { api } = fakeOperator(world.stack);
    const { identity, sha256 } = first!;
    await api.verify('demo', { page: KEY, identity, sha256, checks: ['It answers.'] });
    expect(told((await world.history()).value).versions).toMatchObject([
      { verified: { by: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb' } },
    ]);
  });

  test('gives so many, and says that there are more', async () => {
    const world = pastWorld();
    await world.upload(
      ...['A', 'B', 'C', 'D'].map((name, at) => pageWith(...['A', 'B', 'C', 'D'].slice(0, at + 1), name)),
    );
    const { value, text } = await world.history([], { limit: '2' });
    expect(told(value)).toMatchObject({ more: true, versions: [{ live: true }, { live: false }] });
    expect(told(value).versions).toHaveLength(2);
    expect(text).toContain('2 versions, and more');
  });

  test.each(['0', '201', 'x', '1.5'])('takes no limit of %s', async (limit) => {
    expect((await pastWorld().history([], { limit })).exitCode).toBe(2);
  });

  test('of a page that is gone', async () => {
    const world = pastWorld();
    await world.upload(pageWith('A'));
    world.guard.remove(KEY);
    const { value, text } = await world.history();
    expect(told(value).versions).toMatchObject([{ deleted: true, live: false }, { was: ['baseline'] }]);
    expect(text).toContain('nothing is live');
  });

  test('on a bucket without versions, from what the records know', async () => {
    const world = pastWorld({ mode: 'unversioned' });
    const [first, second] = await world.upload(pageWith('A'), pageWith('A', 'B'));
    world.guard.upload(KEY, pageWith('B'));
    await world.settle();
    const replaced = 'f'.repeat(64);
    await world.releases.begin({
      id: '20260101T000000Z-1f2e3d',
      site: 'demo',
      target: 'production',
      by: 'kim',
      at: '2026-01-01T00:00:00.000Z',
      files: [{ path: KEY, kind: 'page', identity: 'e'.repeat(64), sha256: '', size: 1, replaces: replaced }],
      state: 'done',
    });
    const { versions } = told((await world.history()).value);
    expect(versions).toMatchObject([
      { live: true, identity: second!.identity, versionId: 'null', was: ['baseline', 'put-back'] },
      { was: ['rejected'], kept: ['rejected'] },
      { identity: first!.identity, was: ['accepted'], kept: ['accepted'] },
      { identity: 'e'.repeat(64), was: [], kept: [] },
      { identity: replaced, before: true },
    ]);
    expect(versions.slice(1).filter((version) => 'versionId' in version)).toEqual([]);
  });

  test('knows nothing of a page that never was, and takes no key that is no page', async () => {
    const world = pastWorld();
    const { exitCode, text } = await world.history();
    expect([exitCode, text]).toEqual([0, expect.stringContaining('Nothing is known of index.html of demo')]);
    expect((await run(world.stack, SITES, 'history', { args: ['demo', 'app.js'] })).exitCode).toBe(2);
  });

  test('shows no control characters of whoever chose a key or a change', async () => {
    const world = pastWorld();
    const key = 'a\u001B]0;owned\u0007.html';
    const { identity } = world.guard.upload(key, pageWith('A'));
    await world.guard.look(key);
    const change = { site: 'demo', key, identity, release: 'r', by: 'x\u202Ey', at: '2026-03-10T10:00:00.000Z' };
    await world.releases.noteChange({ ...change, change: 'a\nb\u001B[2J' });
    const { text } = await run(world.stack, SITES, 'history', { args: ['demo', key] });
    expect(text).toContain('a\\u{a}b\\u{1b}[2J');
    for (const hidden of ['\u001B', '\u0007', '\u202E']) expect(text).not.toContain(hidden);
  });
});

describe('history --diff', () => {
  test('shows what changed from a version to the live one, by its id, its identity or a time', async () => {
    const world = pastWorld();
    const [first] = await world.upload(pageWith('A'), pageWith('A', 'B'));
    for (const version of [first!.versionId, first!.identity.slice(0, 8), first!.lastModified]) {
      const { exitCode, text, value } = await world.history([], { diff: version });
      expect([exitCode, value]).toMatchObject([0, { diff: { kind: 'hunks', gone: 1, new: 2 } }]);
      expect(text).toContain('B here');
    }
  });

  test('is bounded to 50 lines unless all are asked for', async () => {
    const world = pastWorld();
    const lines = (word: string) => Array.from({ length: 90 }, (_, at) => `<p>${word} ${at}</p>`).join('\n');
    const [first] = await world.upload(pageWith('A'), pageWith('A').replace('</body>', `${lines('tour')}</body>`));
    const count = (text: string) => text.split('\n').filter((line) => line.includes('tour')).length;
    const short = await world.history([], { diff: first!.versionId });
    expect(count(short.text)).toBeLessThanOrEqual(50);
    expect(short.text).toContain('--all');
    expect(count((await world.history([], { diff: first!.versionId, all: true })).text)).toBe(90);
  });

  test('does without the shelves that somebody may not read', async () => {
    const world = pastWorld();
    const [first, second] = await world.upload(pageWith('A'), pageWith('A', 'B'));
    const { stores } = world.stack;
    const get: typeof stores.snapshots.get = (shelf, site, identity) =>
      shelf === 'rejected'
        ? Promise.reject(new HoldfastError('BUCKET.DENIED', 'not yours'))
        : stores.snapshots.get(shelf, site, identity);
    world.stack.stores = { ...stores, snapshots: { ...stores.snapshots, get } };
    expect(told((await world.history()).value).versions).toMatchObject([
      { identity: second!.identity, kept: ['accepted'] },
      { identity: first!.identity, kept: ['accepted'] },
    ]);
    expect((await world.history([], { diff: 'f'.repeat(64) })).text).toContain('neither in the bucket');
  });

  test('says what it cannot show', async () => {
    const world = pastWorld();
    const [first] = await world.upload(pageWith('A'));
    expect((await world.history([], { diff: first!.versionId })).text).toContain('the lines are the same');
    expect(await world.history([], { diff: 'nosuch' })).toMatchObject({ exitCode: 2 });
    expect(await world.history([], { diff: '2026-03-11' })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('yet to come'),
    });
    expect((await world.history([], { diff: 'f'.repeat(64) })).text).toContain('neither in the bucket');
    world.guard.remove(KEY);
    expect((await world.history([], { diff: first!.versionId })).text).toContain('nothing is live');
  });
});

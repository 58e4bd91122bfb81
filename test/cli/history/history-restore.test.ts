import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { identify, sha256 } from '../../../src/lib/site/version.ts';
import { HTML, pageWith } from '../../world.ts';
import { run } from '../run.ts';
import { KEY, pastWorld, SITES } from './past-world.ts';

const OLD = pageWith('A');
const NEW = pageWith('A', 'B');

describe('history restore', () => {
  test('puts an older version back, with its own headers, and the guard leaves it live', async () => {
    const world = pastWorld();
    const headers = { contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=5', metadata: { by: 'kim' } };
    const first = world.guard.s3.raw.upload(KEY, OLD, headers, { tags: { a: 'b' } });
    await world.guard.look(KEY);
    const second = world.guard.upload(KEY, NEW, headers);
    await world.guard.look(KEY);
    const { exitCode, shown, value, text } = await world.restore(first.versionId);
    expect(shown[0]).toContain(`put back index.html of demo: ${first.versionId} of`);
    expect(shown[0]).toMatch(
      /\nlocal {5}index\.html .*\nlive {6}index\.html .*AHEAD.*\ntarget {4}production: s3:\/\/demo-prod\/index\.html\npurge {5}E1DEMO .*\nfeatures {2}kept: A; new: none; lost: B\nverified /,
    );
    expect(shown[0]).toContain('token.lost (rollback): The upload lost the feature B.');
    expect(shown[0]).toContain('reason: back to the spring version');
    expect(exitCode).toBe(0);
    expect(value).toMatchObject({
      done: true,
      proof: [{ name: KEY, lines: expect.any(Array) }],
      allowances: [{}, {}],
    });
    expect(text).toContain(`What it replaced is kept: it goes back with --to ${second.versionId}.`);
    expect(text).toContain('Through: ');
    expect(world.guard.s3.live(KEY)).toMatchObject({
      identity: first.identity,
      headers: first.headers,
      storedAs: { tags: { a: 'b' } },
    });
    expect(world.guard.snapshots.get('replaced', 'demo', second.identity)?.bytes).toEqual(
      Uint8Array.from(second.bytes),
    );
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
    expect(world.guard.incidents()).toEqual([]);
    expect(world.guard.page(KEY)?.baseline?.identity).toBe(first.identity);
    expect(world.stack.edge.purges).toMatchObject([{ distribution: 'E1DEMO', paths: ['/', '/index.html'] }]);
  });

  test('would be undone without the allowance', async () => {
    const world = pastWorld();
    await world.upload(OLD, NEW);
    world.guard.upload(KEY, OLD);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(NEW);
  });

  test('goes by time: to what was live then, to the second', async () => {
    const world = pastWorld();
    const [first, second] = await world.upload(OLD, NEW);
    await world.upload(pageWith('A', 'B', 'C'));
    await world.restore(second!.lastModified);
    expect(world.guard.served(KEY)).toBe(NEW);
    await world.settle();
    await world.restore(first!.lastModified);
    expect(world.guard.served(KEY)).toBe(OLD);
    const before = new Date(Date.parse(first!.lastModified) - 1000).toISOString();
    expect(await world.restore(before)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('Nothing is known'),
    });
  });

  test('puts back a version that the guard had rejected, and keeps it', async () => {
    const world = pastWorld();
    await world.upload(NEW);
    const rejected = world.guard.upload(KEY, OLD);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(NEW);
    expect((await world.restore(rejected.versionId)).exitCode).toBe(0);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
    expect(world.guard.page(KEY)?.baseline?.identity).toBe(rejected.identity);
  });

  test('is refused for who is no approver: nothing is written, nothing allowed, nothing kept', async () => {
    const world = pastWorld();
    const [first, second] = await world.upload(OLD, NEW);
    world.stack.token = 'deployer';
    const { exitCode } = await world.restore(first!.versionId);
    expect(exitCode).toBe(7);
    expect(world.guard.served(KEY)).toBe(NEW);
    expect(world.guard.page(KEY)?.allowances).toEqual([]);
    expect(world.guard.snapshots.get('replaced', 'demo', second!.identity)).toBeUndefined();
  });

  test('changes nothing with --dry-run or a no, and needs a reason and a version', async () => {
    const world = pastWorld();
    const [first] = await world.upload(OLD, NEW);
    expect(await world.restore(first!.versionId, {}, 'dry-run')).toMatchObject({
      exitCode: 0,
      value: { done: false, passing: expect.arrayContaining([{ codes: ['token.lost'], tokens: ['B'] }]) },
    });
    expect((await world.restore(first!.versionId, {}, 'no')).exitCode).toBe(1);
    expect((await world.restore(first!.versionId, { reason: ' ' })).exitCode).toBe(2);
    expect((await world.restore('')).exitCode).toBe(2);
    expect(world.guard.served(KEY)).toBe(NEW);
    expect(world.guard.page(KEY)?.allowances).toEqual([]);
  });

  test('loses to whoever writes meanwhile, says what is live, and takes its allowance back', async () => {
    const world = pastWorld();
    const [first] = await world.upload(OLD, NEW);
    const newer = pageWith('A', 'B', 'C');
    const { snapshots } = world.stack.stores;
    world.stack.stores = {
      ...world.stack.stores,
      snapshots: {
        ...snapshots,
        async put(...kept) {
          await snapshots.put(...kept);
          world.guard.upload(KEY, newer);
        },
      },
    };
    const { exitCode, text, value } = await world.restore(first!.versionId);
    expect(exitCode).toBe(5);
    expect(text).toContain('nothing was written');
    expect(text).toContain(world.guard.s3.live(KEY)!.sha256);
    expect(value).toMatchObject({ done: false, lost: { live: { identity: world.guard.s3.live(KEY)!.identity } } });
    expect(world.guard.served(KEY)).toBe(newer);
    expect(world.guard.page(KEY)?.allowances).toEqual([]);
  });

  test('may be run again when it dies between allowing and writing', async () => {
    const world = pastWorld();
    const [first] = await world.upload(OLD, NEW);
    const { stores } = world.stack;
    const put = () => Promise.reject(new HoldfastError('BUCKET.BUSY', 'the power went'));
    world.stack.stores = { ...stores, snapshots: { ...stores.snapshots, put } };
    expect((await world.restore(first!.versionId)).exitCode).toBe(1);
    expect(world.guard.served(KEY)).toBe(NEW);
    const allowed = world.guard.page(KEY)?.allowances.length;
    world.stack.stores = stores;
    const again = await world.restore(first!.versionId);
    expect([again.exitCode, again.value]).toMatchObject([0, { passing: [], allowances: [] }]);
    expect(world.guard.page(KEY)?.allowances).toHaveLength(allowed ?? 0);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
  });

  test('takes a write that met itself for done', async () => {
    const world = pastWorld();
    const [first] = await world.upload(OLD, NEW);
    const { stores } = world.stack;
    const put: typeof stores.snapshots.put = async (...kept) => {
      await stores.snapshots.put(...kept);
      world.guard.s3.raw.upload(KEY, OLD, HTML);
    };
    world.stack.stores = { ...stores, snapshots: { ...stores.snapshots, put } };
    expect(await world.restore(first!.versionId)).toMatchObject({ exitCode: 0, value: { done: true } });
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
  });

  test('only purges where the version is live already', async () => {
    const world = pastWorld();
    const [only] = await world.upload(NEW);
    const { exitCode, text } = await world.restore(only!.versionId);
    expect([exitCode, text]).toEqual([0, expect.stringContaining('already')]);
    expect(world.guard.s3.entries(KEY)).toHaveLength(1);
    expect(world.stack.edge.purges).toHaveLength(1);
    await world.restore(only!.versionId, {}, 'dry-run');
    expect(world.stack.edge.purges).toHaveLength(1);
  });

  test('brings a deleted page back, and not a deletion', async () => {
    const world = pastWorld({ policy: { severity: { 'page.deleted': 'alert' } } });
    const [first] = await world.upload(NEW);
    const marker = world.guard.remove(KEY);
    await world.settle();
    expect(world.guard.s3.live(KEY)).toBeUndefined();
    expect(await world.restore(marker!.versionId)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('is a deletion'),
    });
    expect((await world.restore(marker!.lastModified)).exitCode).toBe(2);
    const { exitCode, shown } = await world.restore(first!.versionId);
    expect(shown[0]).toContain('live      nothing: index.html is new in production');
    expect(exitCode).toBe(0);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(NEW);
  });

  test('takes it from the snapshot store where the bucket has it no more', async () => {
    const world = pastWorld();
    const [first] = await world.upload(OLD, NEW);
    world.guard.s3.raw.removePermanently(KEY, first!.versionId);
    expect((await world.restore(first!.identity.slice(0, 10))).exitCode).toBe(0);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
  });

  test('on a bucket without versions puts back what was accepted or replaced, and nothing that is gone', async () => {
    const world = pastWorld({ mode: 'unversioned' });
    const [first, second] = await world.upload(OLD, NEW);
    expect((await world.restore(first!.lastModified)).exitCode).toBe(0);
    await world.settle();
    expect(world.guard.served(KEY)).toBe(OLD);
    world.guard.snapshots.expire('accepted', 'demo', second!.identity);
    expect((await world.restore(second!.identity)).exitCode).toBe(0);
    expect(world.guard.served(KEY)).toBe(NEW);
    world.guard.snapshots.expire('accepted', 'demo', first!.identity);
    world.guard.snapshots.expire('replaced', 'demo', first!.identity);
    const { exitCode, text } = await world.restore(first!.identity);
    expect([exitCode, text]).toEqual([3, expect.stringContaining('neither in the bucket nor')]);
  });

  test('brings nothing live that only staging had, though it is among what was replaced', async () => {
    const world = pastWorld();
    await world.upload(OLD, NEW);
    const headers = { ...HTML, metadata: { 'holdfast-release': '20260310T090000Z-1f2e3d' } };
    const bytes = Buffer.from(pageWith('A', 'C'));
    const identity = identify(sha256(bytes), headers);
    await world.guard.snapshots.snapshots.put('replaced', 'demo', identity, { bytes, headers, storedAs: {} });
    const { exitCode, text } = await world.restore(identity);
    expect([exitCode, text]).toEqual([3, expect.stringContaining('was on staging, and never in production')]);
    expect(world.guard.served(KEY)).toBe(NEW);
  });

  test('does not overwrite what it could not keep', async () => {
    const policy = { limits: { ...SITES[0]!.policy.limits, bytes: 5000 } };
    const world = pastWorld({ policy });
    const [first] = await world.upload(OLD);
    world.guard.upload(KEY, pageWith('A', 'x'.repeat(6000)));
    const site = { ...SITES[0]!, policy: { ...SITES[0]!.policy, ...policy } };
    const { exitCode, text, value } = await run(world.stack, [site], 'history restore', {
      args: ['demo', KEY],
      options: { to: first!.versionId, reason: 'x' },
    });
    expect([exitCode, text]).toEqual([3, expect.stringContaining('D5: What is live has')]);
    expect(value).toMatchObject({ done: false, obstacles: [{ rule: 'D5', path: KEY }] });
    expect(world.guard.served(KEY)).not.toBe(OLD);
  });

  test.each(['2026-03-11', '2099-01-01T00:00Z'])('takes no time that is yet to come: %s', async (to) => {
    const world = pastWorld();
    await world.upload(OLD);
    expect(await world.restore(to)).toMatchObject({ exitCode: 2, text: expect.stringContaining('yet to come') });
  });
});

import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { decodeMemory, encodeMemory } from '../../src/lib/history/encode-memory.ts';
import { rearranged } from '../../src/lib/history/memory.ts';
import { MOST_OF_PAGE } from '../../src/lib/page/unit-list.ts';
import type { Content } from '../../src/lib/site/bucket.ts';
import type { Snapshots } from '../../src/lib/site/snapshots.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { KEY } from '../approval/people.ts';
import {
  accepted,
  counted,
  edition,
  editions,
  identities,
  judgedWith,
  PAGE,
  past,
  remembered,
  rewrite,
  type World,
} from '../editions.ts';

const MIB = 1024 * 1024;
const DENIED = new HoldfastError('BUCKET.DENIED', 'Reading is denied');
const BUSY = new HoldfastError('BUCKET.BUSY', 'Reading failed', { retryable: true });

/** Says which versions were asked of the snapshot store, some of which may be others than they are. */
function asking(one: World, instead: (identity: string) => Content | undefined = () => undefined) {
  const asked: string[] = [];
  const get: Snapshots['get'] = async (shelf, site, identity) => {
    asked.push(identity);
    return instead(identity) ?? one.snapshots.get(shelf, site, identity);
  };
  return { asked, deps: { ...one.deps, snapshots: { ...one.deps.snapshots, get } } };
}

describe('the memory of a page is made anew', () => {
  it.each([
    ['lost', (one: World) => one.histories.lose(PAGE)],
    ['damaged', (one: World) => one.histories.put(PAGE, one.histories.get(PAGE)!.with(40, 7))],
    ['cut off', (one: World) => one.histories.put(PAGE, one.histories.get(PAGE)!.subarray(0, 90))],
    ['empty', (one: World) => one.histories.put(PAGE, new Uint8Array())],
    ['of another page', (one: World) => one.histories.put(PAGE, Buffer.from('<!doctype html>'))],
  ])('when it is %s', async (_what, harm) => {
    const one = await accepted(22);
    harm(one);
    expect(await judgedWith(one, editions(22))).toEqual(counted(22, 3));
    one.upload(KEY, edition(23));
    await one.look(KEY);
    expect(remembered(one)).toEqual(identities(one));
    expect(await judgedWith(one, editions(23))).toEqual(counted(23, 4));
  });

  it('when it is lost, and a stale upload is found all the same', async () => {
    const one = await accepted(6);
    one.histories.lose(PAGE);
    one.upload(KEY, edition(3).replace('Line 50', 'Line fifty'));
    await one.look(KEY);
    expect(one.served(KEY)).toBe(edition(6));
    expect(one.incidents()).toEqual([{ key: KEY, state: 'restored', codes: ['base.stale'] }]);
  });

  it.each([
    ['denied', DENIED],
    ['busy', BUSY],
  ])('when reading and writing it is %s, and the page is guarded all the same', async (_what, error) => {
    const one = await accepted(3);
    const refuse = () => Promise.reject(error);
    const broken = { ...one.deps, histories: { get: refuse, put: refuse } };
    one.upload(KEY, edition(4));
    expect(await one.lookWith(KEY, broken)).toBe('done');
    expect(identities(one)).toHaveLength(4);
    one.upload(KEY, edition(4, ''));
    expect(await one.lookWith(KEY, broken)).toBe('done');
    expect(one.served(KEY)).toBe(edition(4));
    expect(await judgedWith(one, editions(4))).toEqual([4, 3, 2, 1]);
  });

  it('without the versions that are not kept any more, or are not what they were', async () => {
    const one = await accepted(4);
    const [, third, second] = identities(one);
    one.histories.lose(PAGE);
    one.snapshots.expire('accepted', 'demo', third!);
    one.snapshots.put('accepted', 'demo', second!, {
      bytes: Buffer.from('forged'),
      headers: { metadata: {} },
      storedAs: {},
    });
    expect(await judgedWith(one, editions(4))).toEqual([4, 1]);
  });

  it('not at all without the baseline: then there is nothing to compare with', async () => {
    const one = await accepted(2);
    one.histories.lose(PAGE);
    one.snapshots.expire('accepted', 'demo', identities(one)[0]!);
    expect((await past(one)).history).toBeUndefined();
  });

  it('never by the baseline that cannot be read: a stale upload that loses a feature is found by what it lost', async () => {
    const one = await accepted(4);
    one.upload(KEY, edition(2, '').replace('Line 50', 'Line fifty'));
    const refuse: Snapshots['get'] = () => Promise.reject(DENIED);
    const looked = one.lookWith(KEY, { ...one.deps, snapshots: { ...one.deps.snapshots, get: refuse } });
    await expect(looked).resolves.toBe('done');
    expect(one.incidents()).toEqual([expect.objectContaining({ codes: expect.arrayContaining(['token.lost']) })]);
  });

  it('in another look where the snapshot store is busy', async () => {
    const one = await accepted(2);
    one.histories.lose(PAGE);
    const snapshots = { ...one.deps.snapshots, get: () => Promise.reject(BUSY) };
    await expect(past(one, { ...one.deps, snapshots })).rejects.toThrow(BUSY);
  });

  it.each([
    ['stored', Buffer.alloc(17 * MIB), 'sz'],
    ['decoded', gzipSync(Buffer.concat([randomBytes(MIB / 4), Buffer.alloc(17 * MIB, '<p>word')])), 'gzip'],
  ])('from 32 MB of former versions at most, as they are %s', async (_what, bytes, contentEncoding) => {
    const one = await accepted(4);
    one.histories.lose(PAGE);
    const large = { bytes, headers: { contentType: 'text/html', contentEncoding, metadata: {} }, storedAs: {} };
    const [baseline, ...older] = identities(one);
    const { asked, deps } = asking(one, (identity) => (identity === baseline ? undefined : large));
    await past(one, deps);
    expect(asked).toEqual([baseline, ...older.slice(0, 2)]);
  });
});

describe('of the versions that are not remembered', () => {
  /** As if the older ones had given way, or what was written last was lost. */
  function rememberOnly(one: World, wanted: readonly string[]): void {
    const memory = decodeMemory(one.histories.get(PAGE)!)!;
    const { anatomy, sources } = memory;
    one.histories.put(PAGE, encodeMemory({ ...rearranged(memory, wanted, () => undefined), anatomy, sources }));
  }

  it('those that gave way are not read at every look', async () => {
    const one = await accepted(5);
    rememberOnly(one, identities(one).slice(0, 2));
    const { asked, deps } = asking(one);
    expect(await judgedWith(one, editions(5), deps)).toEqual([5, 4]);
    expect(asked).toEqual([]);
  });

  it('those after the ones that are remembered are read', async () => {
    const one = await accepted(5);
    rememberOnly(one, identities(one).slice(2, 4));
    const { asked, deps } = asking(one);
    expect(await judgedWith(one, editions(5), deps)).toEqual([5, 4, 3, 2]);
    expect(asked).toEqual(identities(one).slice(0, 2));
  });
});

describe('a page of more pieces than are compared', () => {
  const huge = edition(3).replace('</body>', `${'<p>a'.repeat(MOST_OF_PAGE)}</body>`);

  it('has no past, and nothing of it is read', async () => {
    const one = await accepted(2);
    one.upload(KEY, huge);
    await one.look(KEY);
    expect(identities(one)).toHaveLength(3);
    const { asked, deps } = asking(one);
    expect((await past(one, deps)).history).toMatchObject({ anatomy: { tokens: { HERO: {} } }, versions: [] });
    expect(asked).toEqual([]);
    one.histories.lose(PAGE);
    expect((await past(one, deps)).history?.versions).toEqual([]);
    expect(asked).toEqual(identities(one).slice(0, 1));
  });

  it('is passed over in the past of those after it', async () => {
    const one = await accepted(2);
    one.upload(KEY, huge);
    await one.look(KEY);
    one.upload(KEY, edition(4));
    await one.look(KEY);
    expect(identities(one)).toHaveLength(4);
    const { asked, deps } = asking(one);
    expect(await judgedWith(one, editions(4), deps)).toEqual([4, 2, 1]);
    expect(asked).toEqual([]);
  });
});

describe('the memory of a page is no part of the transaction', () => {
  it('when the guard dies between the two', async () => {
    const one = await accepted(2);
    one.upload(KEY, edition(3));
    const registry = { ...one.deps.registry, commit: () => Promise.reject(new Error('dies here')) };
    await expect(one.lookWith(KEY, { ...one.deps, registry })).rejects.toThrow('dies here');
    expect(remembered(one)).toHaveLength(3);
    expect(identities(one)).toHaveLength(2);
    expect(await judgedWith(one, editions(3))).toEqual([2, 1]);
    await one.look(KEY);
    expect(remembered(one)).toEqual(identities(one));
    expect(await judgedWith(one, editions(3))).toEqual([3, 2, 1]);
  });

  it('when a run that lost writes after the one that won', async () => {
    const one = await accepted(2);
    one.upload(KEY, edition(3));
    const { histories } = one.deps;
    const late: typeof histories = {
      ...histories,
      async put(ref, bytes) {
        one.upload(KEY, edition(4));
        await one.look(KEY);
        expect(identities(one)).toHaveLength(4);
        await histories.put(ref, bytes);
      },
    };
    expect(await one.lookWith(KEY, { ...one.deps, histories: late })).toBe('done');
    expect(identities(one)).toHaveLength(4);
    expect(remembered(one)).toEqual(identities(one).slice(1));
    expect(await judgedWith(one, editions(4))).toEqual([4, 3, 2, 1]);
    one.upload(KEY, edition(5));
    await one.look(KEY);
    expect(remembered(one)).toEqual(identities(one));
  });

  it('and is asked for once a look, and written once for each accepted version', async () => {
    const one = await accepted(2);
    const calls: string[] = [];
    const { histories } = one.deps;
    const counting = {
      get: (ref: typeof PAGE) => (calls.push('get'), histories.get(ref)),
      put: (ref: typeof PAGE, bytes: Uint8Array) => (calls.push(sha256(bytes)), histories.put(ref, bytes)),
    };
    one.upload(KEY, edition(3));
    one.upload(KEY, edition(4));
    await one.lookWith(KEY, { ...one.deps, histories: counting });
    expect(identities(one)).toHaveLength(4);
    expect(calls[0]).toBe('get');
    expect(new Set(calls).size).toBe(3);
    expect(calls).toHaveLength(3);
  });

  it('and is not written again where it says the same', async () => {
    const one = await accepted(2);
    const kept = one.page(KEY)!;
    one.upload(KEY, edition(3));
    await one.look(KEY);
    rewrite(one, kept);
    const histories = { ...one.deps.histories, put: () => Promise.reject(new Error('written again')) };
    const put = one.histories.get(PAGE);
    expect(await one.lookWith(KEY, { ...one.deps, histories })).toBe('done');
    expect(identities(one)).toHaveLength(3);
    expect(one.histories.get(PAGE)).toEqual(put);
  });
});

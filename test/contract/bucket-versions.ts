import { describe, expect, test } from 'vitest';
import { HTML, LIMIT, listedOf, textOf, textsOf } from './bucket-world.ts';
import type { MakeBucket, Mode } from './bucket-world.ts';

const KEY = 'book/index.html';
const MODES: readonly Mode[] = ['versioned', 'suspended', 'unversioned'];
const WHOLE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/;

/** What every bucket must hold about listing and reading versions. */
export function versionsContract(make: MakeBucket): void {
  describe.each(MODES)('listing a %s bucket', (mode) => {
    test('lists nothing of a key that never was', async () => {
      const { bucket, upload } = await make(mode);
      await upload(`${KEY}.old`, 'other', HTML);
      expect(await listedOf(bucket, KEY)).toEqual([]);
      expect(await bucket.head(KEY)).toBeUndefined();
    });

    test('lists and reads the same version', async () => {
      const { bucket, upload } = await make(mode);
      await upload(KEY, 'one', HTML);
      const [listed, ...others] = await listedOf(bucket, KEY);
      expect(others).toEqual([]);
      expect(listed).toEqual({
        versionId: mode === 'versioned' ? expect.not.stringMatching(/^(null|gone)$/) : 'null',
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        lastModified: expect.stringMatching(WHOLE_SECOND),
        deleted: false,
        size: 3,
      });
      expect(await bucket.get(KEY, listed?.versionId ?? '', LIMIT)).toMatchObject({ ...listed });
      expect(await bucket.head(KEY)).toEqual({ etag: listed?.etag, versionId: listed?.versionId });
    });

    test('keeps to exactly the key', async () => {
      const { bucket, upload } = await make(mode);
      for (const key of ['a', 'a.html', 'a.htm', 'a.html.bak', 'a.html/index.html']) await upload(key, key, HTML);
      expect(await textsOf(bucket, 'a.html')).toEqual(['a.html']);
    });

    test('reads nothing of a version that never was', async () => {
      const { bucket, upload } = await make(mode);
      expect(await bucket.get(KEY, 'null', LIMIT)).toBeUndefined();
      await upload(KEY, 'one', HTML);
      expect(await bucket.get(KEY, 'wq7.no-such-version', LIMIT)).toBeUndefined();
    });
  });

  test('orders versions and delete markers of one second as they came', async () => {
    const { bucket, upload, remove } = await make('versioned');
    for (const text of ['1', '2', '', '3', '', '', '4']) await (text ? upload(KEY, text, HTML) : remove(KEY));
    expect(await textsOf(bucket, KEY)).toEqual(['4', '-', '-', '3', '-', '2', '1']);
    const deleted = (await listedOf(bucket, KEY)).filter((version) => version.deleted);
    expect(deleted.map(({ etag }) => etag)).toEqual([undefined, undefined, undefined]);
  });

  test('lists a key with more versions than one request gives, other keys around it', async () => {
    const { bucket, upload, remove } = await make('versioned');
    const count = 60;
    for (const key of [KEY.slice(0, -1), `${KEY}.bak`]) await upload(key, 'other', HTML);
    for (let i = 0; i < count; i += 1) await (i % 10 === 9 ? remove(KEY) : upload(KEY, String(i), HTML));
    const expected = Array.from({ length: count }, (_, i) => (i % 10 === 9 ? '-' : String(i))).toReversed();
    expect(await textsOf(bucket, KEY)).toEqual(expected);
  });

  test('goes on from a list that was left after its first version', async () => {
    const { bucket, upload } = await make('versioned');
    await upload(KEY, 'one', HTML);
    await upload(KEY, 'two', HTML);
    for await (const { versionId } of bucket.versions(KEY)) {
      expect(textOf(await bucket.get(KEY, versionId, LIMIT))).toBe('two');
      break;
    }
    expect(await textsOf(bucket, KEY)).toEqual(['two', 'one']);
  });

  test('forgets what is overwritten or deleted without versioning', async () => {
    const { bucket, upload, remove } = await make('unversioned');
    await upload(KEY, 'one', HTML);
    await upload(KEY, 'two', HTML);
    expect(await textsOf(bucket, KEY)).toEqual(['two']);
    await remove(KEY);
    expect(await listedOf(bucket, KEY)).toEqual([]);
    expect(await bucket.get(KEY, 'null', LIMIT)).toBeUndefined();
  });

  test('replaces only the null version once versioning is suspended', async () => {
    const { bucket, upload, remove, setMode } = await make('versioned');
    await upload(KEY, 'one', HTML);
    await setMode('suspended');
    await upload(KEY, 'two', HTML);
    await upload(KEY, 'three', HTML);
    expect(await textsOf(bucket, KEY)).toEqual(['three', 'one']);
    expect((await listedOf(bucket, KEY))[0]?.versionId).toBe('null');
    await remove(KEY);
    expect(await textsOf(bucket, KEY)).toEqual(['-', 'one']);
    expect(await bucket.get(KEY, 'null', LIMIT)).toBeUndefined();
    expect(await bucket.head(KEY)).toBeUndefined();
    await setMode('versioned');
    await upload(KEY, 'four', HTML);
    expect(await textsOf(bucket, KEY)).toEqual(['four', '-', 'one']);
  });

  test('keeps what was there before versioning as the null version', async () => {
    const { bucket, upload, setMode } = await make('unversioned');
    await upload(KEY, 'before', HTML);
    await setMode('versioned');
    expect(await bucket.head(KEY)).toMatchObject({ versionId: 'null' });
    await upload(KEY, 'after', HTML);
    expect(await textsOf(bucket, KEY)).toEqual(['after', 'before']);
    expect(textOf(await bucket.get(KEY, 'null', LIMIT))).toBe('before');
  });

  test('surfaces the older version when the newest is deleted for good', async () => {
    const { bucket, upload, removePermanently } = await make('versioned');
    await upload(KEY, 'one', HTML);
    await upload(KEY, 'two', HTML);
    const [newest] = await listedOf(bucket, KEY);
    await removePermanently(KEY, newest?.versionId ?? '');
    expect(await textsOf(bucket, KEY)).toEqual(['one']);
    expect(await bucket.get(KEY, newest?.versionId ?? '', LIMIT)).toBeUndefined();
  });
}

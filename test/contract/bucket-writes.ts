import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/lib/site/bucket.ts';
import { bytesOf, HTML, listedOf, liveOf, textOf, textsOf } from './bucket-world.ts';
import type { MakeBucket, Mode } from './bucket-world.ts';

const KEY = 'index.html';
const MODES: readonly Mode[] = ['versioned', 'suspended', 'unversioned'];

function content(text: string): Content {
  return { bytes: bytesOf(text), headers: { ...HTML, metadata: {} }, storedAs: {} };
}

/** What every bucket must hold about conditional writes. */
export function writesContract(make: MakeBucket): void {
  describe.each(MODES)('writing to a %s bucket', (mode) => {
    test('replaces exactly what was read, once', async () => {
      const { bucket, upload } = await make(mode);
      await upload(KEY, 'bad', HTML);
      const { etag } = await liveOf(bucket, KEY);
      expect(await bucket.put(KEY, content('good'), 7, { ifMatch: etag })).toBe('done');
      expect(await bucket.put(KEY, content('late'), 8, { ifMatch: etag })).toBe('lost');
      expect(await liveOf(bucket, KEY)).toMatchObject({
        bytes: bytesOf('good'),
        mark: 7,
        headers: { metadata: {} },
      });
      expect(await textsOf(bucket, KEY)).toEqual(mode === 'versioned' ? ['good', 'bad'] : ['good']);
    });

    test('gives way to a newer upload', async () => {
      const { bucket, upload } = await make(mode);
      await upload(KEY, 'bad', HTML);
      const { etag } = await liveOf(bucket, KEY);
      await upload(KEY, 'newer', HTML);
      expect(await bucket.put(KEY, content('good'), 1, { ifMatch: etag })).toBe('lost');
      expect(await bucket.delete(KEY, etag)).toBe('lost');
      expect(await bucket.put(KEY, content('good'), 1, { ifNoneMatch: true })).toBe('lost');
      expect(textOf(await liveOf(bucket, KEY))).toBe('newer');
    });

    test('gives way to a delete', async () => {
      const { bucket, upload, remove } = await make(mode);
      await upload(KEY, 'bad', HTML);
      const { etag } = await liveOf(bucket, KEY);
      await remove(KEY);
      const before = await listedOf(bucket, KEY);
      expect(await bucket.put(KEY, content('good'), 1, { ifMatch: etag })).toBe('lost');
      expect(await bucket.delete(KEY, etag)).toBe('lost');
      expect(await bucket.head(KEY)).toBeUndefined();
      expect(await listedOf(bucket, KEY)).toEqual(before);
    });

    test('brings back what is gone, once', async () => {
      const { bucket, upload, remove } = await make(mode);
      await upload(KEY, 'good', HTML);
      await remove(KEY);
      expect(await bucket.put(KEY, content('good'), 3, { ifNoneMatch: true })).toBe('done');
      expect(await bucket.put(KEY, content('again'), 4, { ifNoneMatch: true })).toBe('lost');
      expect(await liveOf(bucket, KEY)).toMatchObject({ bytes: bytesOf('good'), mark: 3 });
    });

    test('writes where nothing ever was, but never over nothing', async () => {
      const { bucket } = await make(mode);
      expect(await bucket.put(KEY, content('good'), 1, { ifMatch: '"d41d8cd98f00b204e9800998ecf8427e"' })).toBe('lost');
      expect(await bucket.delete(KEY, '"d41d8cd98f00b204e9800998ecf8427e"')).toBe('lost');
      expect(await bucket.put(KEY, content('good'), 1, { ifNoneMatch: true })).toBe('done');
    });

    test('deletes exactly what was read', async () => {
      const { bucket, upload } = await make(mode);
      await upload(KEY, 'good', HTML);
      const { etag } = await liveOf(bucket, KEY);
      expect(await bucket.delete(KEY, etag)).toBe('done');
      expect(await bucket.head(KEY)).toBeUndefined();
      const left = { versioned: ['-', 'good'], suspended: ['-'], unversioned: [] };
      expect(await textsOf(bucket, KEY)).toEqual(left[mode]);
    });

    test('cannot tell an upload of the very same bytes', async () => {
      const { bucket, upload } = await make(mode);
      await upload(KEY, 'bad', HTML);
      const first = await liveOf(bucket, KEY);
      await upload(KEY, 'bad', { ...HTML, cacheControl: 'no-store' });
      const second = await liveOf(bucket, KEY);
      expect(second.etag).toBe(first.etag);
      expect(second.identity).not.toBe(first.identity);
      expect(await bucket.put(KEY, content('good'), 1, { ifMatch: first.etag })).toBe('done');
    });
  });

  test('lets one of many writers through', async () => {
    const { bucket, upload } = await make('versioned');
    await upload(KEY, 'bad', HTML);
    const { etag } = await liveOf(bucket, KEY);
    const writers = [1, 2, 3, 4, 5, 6];
    const outcomes = await Promise.all(writers.map((n) => bucket.put(KEY, content(`by ${n}`), n, { ifMatch: etag })));
    expect(outcomes.toSorted()).toEqual(['done', 'lost', 'lost', 'lost', 'lost', 'lost']);
    const winner = writers[outcomes.indexOf('done')];
    expect(await textsOf(bucket, KEY)).toEqual([`by ${winner}`, 'bad']);
  });
}

import { describe, expect, test } from 'vitest';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { bytesOf, HTML, LIMIT, listedOf, liveOf, textOf } from './bucket-world.ts';
import type { MakeBucket } from './bucket-world.ts';

const EVERY_HEADER = {
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'max-age=3600, public',
  contentEncoding: 'gzip',
  contentDisposition: 'inline; filename="book.html"',
  contentLanguage: 'en-US, es',
  expires: '0',
  websiteRedirect: '/elsewhere.html',
  metadata: { release: '2026-03-01 9', note: '=?UTF-8?B?Y2Fmw6k=?=', 'x-y': 'a"b,c;d' },
};

const KEYS = [
  'summer sail.html',
  'a+b.html',
  '100%.html',
  '100%25.html',
  'grüße/café.html',
  '日本語/索引.html',
  'emoji-⛵.html',
  `it's (1) & "two" <b>.html`,
  'tilde~star*semi;eq=at@.html',
  '.hidden/./x.html',
  'a//b.html',
  '?query#hash.html',
];

/** What every bucket must hold about what a version carries. */
export function contentsContract(make: MakeBucket): void {
  test('puts a version back as it was served', async () => {
    const { bucket, upload } = await make('versioned');
    await upload('index.html', 'good', EVERY_HEADER);
    const good = await liveOf(bucket, 'index.html');
    expect(good.headers).toEqual(EVERY_HEADER);
    expect(good.identity).toBe(identify(sha256('good'), EVERY_HEADER));
    await upload('index.html', 'bad', HTML);
    const bad = await liveOf(bucket, 'index.html');
    expect(await bucket.put('index.html', good, 12, { ifMatch: bad.etag })).toBe('done');
    const back = await liveOf(bucket, 'index.html');
    expect(back).toMatchObject({ headers: EVERY_HEADER, identity: good.identity, mark: 12, bytes: good.bytes });
    expect(back.headers.metadata).toEqual(EVERY_HEADER.metadata);
  });

  test('puts back an unparsable or a proper expiry alike', async () => {
    const { bucket, upload } = await make('unversioned');
    for (const expires of ['-1', 'Thu, 01 Jan 2099 00:00:00 GMT', 'never']) {
      await upload('index.html', 'good', { ...HTML, expires });
      const good = await liveOf(bucket, 'index.html');
      expect(good.headers.expires).toBe(expires);
      expect(await bucket.put('index.html', good, 1, { ifMatch: good.etag })).toBe('done');
      expect((await liveOf(bucket, 'index.html')).identity).toBe(good.identity);
    }
  });

  test('puts tags and storage class back', async () => {
    const { bucket, upload } = await make('versioned');
    const storedAs = { storageClass: 'STANDARD_IA', tags: { team: 'web & shop', 'cost=centre': '4/2 +1' } };
    await upload('index.html', 'good', HTML, storedAs);
    const good = await liveOf(bucket, 'index.html');
    expect(good.storedAs).toMatchObject(storedAs);
    await upload('index.html', 'bad', HTML);
    const bad = await liveOf(bucket, 'index.html');
    expect(bad.storedAs).not.toHaveProperty('tags');
    await bucket.put('index.html', good, 1, { ifMatch: bad.etag });
    expect((await liveOf(bucket, 'index.html')).storedAs).toEqual(good.storedAs);
  });

  test.each([
    ['a mark of ours, copied', { holdfast: '41', a: 'b' }, 41],
    ['no number', { holdfast: 'soon', a: 'b' }, undefined],
    ['a number that none of ours is', { holdfast: '12345678901234567890', a: 'b' }, undefined],
    ['nothing', { a: 'b' }, undefined],
  ])('takes %s in the metadata for no header', async (_what, metadata, mark) => {
    const { bucket, upload } = await make('versioned');
    await upload('index.html', 'page', { ...HTML, metadata });
    const version = await liveOf(bucket, 'index.html');
    expect(version.mark).toBe(mark);
    expect(version.headers.metadata).toEqual({ a: 'b' });
    expect(version.identity).toBe(identify(sha256('page'), { ...HTML, metadata: { a: 'b' } }));
  });

  test('carries any bytes', async () => {
    const { bucket, upload } = await make('versioned');
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
    await upload('index.html', bytes, HTML);
    const version = await liveOf(bucket, 'index.html');
    expect(Buffer.compare(version.bytes, bytes)).toBe(0);
    expect(version.sha256).toBe(sha256(bytes));
    await upload('index.html', '', HTML);
    expect(await liveOf(bucket, 'index.html')).toMatchObject({ size: 0, sha256: sha256('') });
  });

  test('leaves in S3 what is larger than the limit', async () => {
    const { bucket, upload } = await make('versioned');
    await upload('index.html', 'x'.repeat(1000), HTML);
    await upload('other.html', 'y'.repeat(1000), HTML);
    const get = async (key: string, limit: number) => {
      const [listed] = await listedOf(bucket, key);
      return bucket.get(key, listed?.versionId ?? '', limit);
    };
    const first = await get('index.html', 999);
    expect(first).toMatchObject({ size: 1000, headers: { contentType: HTML.contentType } });
    expect(first).not.toHaveProperty('bytes');
    expect(await get('index.html', 999)).toEqual(first);
    expect((await get('index.html', 1000))?.bytes).toHaveLength(1000);
    expect((await get('other.html', 999))?.identity).not.toBe(first?.identity);
  });

  describe.each(KEYS)('a page named %s', (key) => {
    test('is listed, read, replaced and deleted', async () => {
      const { bucket, upload } = await make('versioned');
      await upload(key, 'bad', HTML);
      const [listed, ...others] = await listedOf(bucket, key);
      expect(others).toEqual([]);
      const bad = await bucket.get(key, listed?.versionId ?? '', LIMIT);
      expect(textOf(bad)).toBe('bad');
      const good = { bytes: bytesOf('good'), headers: { ...HTML, metadata: {} }, storedAs: {} };
      expect(await bucket.put(key, good, 1, { ifMatch: bad?.etag ?? '' })).toBe('done');
      const live = await liveOf(bucket, key);
      expect(live.bytes).toEqual(good.bytes);
      expect(await bucket.delete(key, live.etag)).toBe('done');
      expect((await listedOf(bucket, key)).map(({ deleted }) => deleted)).toEqual([true, false, false]);
    });
  });
}

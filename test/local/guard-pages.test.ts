import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const STALE = pageWith(['HERO']);

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-pages');
});

describe('a page in a content encoding', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['zstd', zstdCompressSync],
  ] as const)('is understood and put back as %s', async (encoding, pack) => {
    const key = `packed/${encoding}.html`;
    const headers = { ContentType: 'text/html; charset=utf-8', ContentEncoding: encoding };
    const [good, stale] = [pack(GOOD), pack(STALE)];
    await guest.put(key, good, headers);
    await guest.untilAccepted(key, good);
    await guest.put(key, stale, headers);
    const served = await guest.untilServed(key, good);
    const incident = await guest.untilIncident(key, 'restored');
    expect(served.headers).toMatchObject({ ContentEncoding: encoding, ContentType: 'text/html; charset=utf-8' });
    expect(incident.findings.map(({ code, token }) => [code, token])).toEqual([['token.lost', 'CHECKOUT']]);
    expect(await guest.quarantined(incident.version.identity)).toEqual(stale);
    expect(await guest.incidents(key)).toHaveLength(1);
  });
});

describe('a page whose key is no plain name', () => {
  it.each([
    'über uns/preise & mehr.html',
    'one+one = two.html',
    '100%25 sure, 50% off.html',
    '日本/ページ.html',
    `it's (1)~*!.html`,
    'a  b/index.html',
  ])('is put back: %s', async (key) => {
    await guest.put(key, GOOD);
    await guest.untilAccepted(key, GOOD);
    await guest.put(key, STALE);
    await guest.untilServed(key, GOOD);
    const incident = await guest.untilIncident(key, 'restored');
    expect(await guest.quarantined(incident.version.identity)).toEqual(Buffer.from(STALE));
    expect(await guest.incidents(key)).toHaveLength(1);
    const purged = (await guest.purgedPaths()).map((path) => decodeURIComponent(path));
    expect(purged).toContain(`/${key}`);
  });
});

import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3TargetBucket } from '../../src/lib/aws/s3-target-bucket.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { wire } from './wire.ts';
import type { Answer } from './wire.ts';

const MD5 = '0cc175b9c0f1b6a831c399e269772661';

async function targetOn(answer: Answer) {
  const { settings, requests } = await wire(() => answer);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return { target: s3TargetBucket('demo-prod', { s3, now: () => new Date() }), requests };
}

test.each([
  ['one part', { etag: `"${MD5}"` }, MD5],
  ['one part under the keys of S3', { etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'AES256' }, MD5],
  ['several parts', { etag: `"${MD5}-2"` }, undefined],
  ['KMS', { etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'aws:kms' }, undefined],
  ['two layers of KMS', { etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'aws:kms:dsse' }, undefined],
  [
    'a key of the customer',
    { etag: `"${MD5}"`, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
    undefined,
  ],
])('takes the ETag for an MD5 only where it is one: %s', async (_, headers, md5) => {
  const { target } = await targetOn({ headers: { ...headers, 'content-length': '1' } });
  expect((await target.headers('a.html'))?.md5).toBe(md5);
});

test('gives what is served, without our own mark, by one HEAD', async () => {
  const { target, requests } = await targetOn({
    headers: {
      etag: `"${MD5}"`,
      'content-type': 'text/html',
      'content-length': '12',
      'cache-control': 'no-cache',
      'last-modified': 'Sun, 01 Mar 2026 09:00:00 GMT',
      'x-amz-meta-holdfast': '3',
      'x-amz-meta-holdfast-release': 'r1',
    },
  });
  expect(await target.headers('a b.html')).toEqual({
    etag: `"${MD5}"`,
    size: 12,
    lastModified: '2026-03-01T09:00:00.000Z',
    headers: { contentType: 'text/html', cacheControl: 'no-cache', metadata: { 'holdfast-release': 'r1' } },
    md5: MD5,
  });
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['HEAD /demo-prod/a%20b.html']);
});

test('has no headers and no digest where nothing is live', async () => {
  const { target } = await targetOn({ status: 404 });
  expect(await target.headers('a.html')).toBeUndefined();
  expect(await target.digest('a.html', '"e"')).toBeUndefined();
});

test('gives the digest of the bytes while they have that ETag, and nothing for others', async () => {
  const { target } = await targetOn({ headers: { etag: '"e2"' }, body: 'x'.repeat(300_000) });
  expect(await target.digest('a.html', '"e2"')).toBe(sha256('x'.repeat(300_000)));
  expect(await target.digest('a.html', '"e1"')).toBeUndefined();
});

test('gives no digest of bytes that broke off', async () => {
  const { target } = await targetOn({ headers: { etag: '"e"', 'content-length': '100' }, body: 'half', cut: true });
  await expect(target.digest('a.html', '"e"')).rejects.toMatchObject({ code: 'BUCKET.BUSY', retryable: true });
});

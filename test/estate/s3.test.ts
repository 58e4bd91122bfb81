import { S3 } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, newStore, ownAccount, resourceOf, SECRETS } from '../capture/run-capture.ts';
import { ownBucket } from './s3-buckets.ts';

function newEstate(s3: Readonly<Record<string, unknown>> = {}): Estate {
  return estateAt({ endpoint: inject('emulator'), options: { s3 } });
}

async function linesOf(bucket: CapturedResource): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const line of bucket.lines('objects.ndjson')) lines.push(Object(line));
  return lines;
}

const keys = (lines: readonly Record<string, unknown>[]) => lines.map(({ key }) => key);

it('captures objects with what they are served with, and leaves out what is excluded', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  await s3.putObject({
    Bucket,
    Key: 'index.html',
    Body: '<p>Hello</p>',
    ContentType: 'text/html; charset=utf-8',
    CacheControl: 'max-age=60',
    ContentDisposition: 'inline',
    ContentLanguage: 'en',
    WebsiteRedirectLocation: '/other',
    Metadata: { owner: 'web', Build: '7' },
    Tagging: 'team=web&tier=1',
  });
  await s3.putObject({ Bucket, Key: 'app.js.gz', Body: 'x', ContentEncoding: 'gzip' });
  for (const Key of ['logs/a', 'logs/2026/b\nc', '.git/config', 'previous-snapshots/x/y', 'logsbook', 'a/logs/x'])
    await s3.putObject({ Bucket, Key, Body: Key });
  const reader = await captureOf([service], estate);
  const bucket = resourceOf(reader, Bucket);
  const lines = await linesOf(bucket);
  expect(keys(lines)).toEqual(['a/logs/x', 'app.js.gz', 'index.html', 'logsbook']);
  expect(lines[2]).toEqual({
    key: 'index.html',
    size: 12,
    etag: createHash('md5').update('<p>Hello</p>').digest('hex'),
    lastModified: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    sha256: createHash('sha256').update('<p>Hello</p>').digest('hex'),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=60',
      'content-disposition': 'inline',
      'content-language': 'en',
      'x-amz-website-redirect-location': '/other',
    },
    metadata: { build: '7', owner: 'web' },
    tags: { team: 'web', tier: '1' },
    path: `s3-buckets/${Bucket}/objects/index.html`,
  });
  expect(lines[1]).toMatchObject({ headers: { 'content-encoding': 'gzip' }, size: 1 });
  expect(bucket.entry).toMatchObject({ objects: 4, reused: 0 });
  await expect(readFile(path.join(reader.place, String(lines[2]?.['path'])), 'utf8')).resolves.toBe('<p>Hello</p>');
});

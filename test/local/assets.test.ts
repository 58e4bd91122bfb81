import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, inject, test } from 'vitest';
import { s3Assets } from '../../src/lib/aws/s3-assets.ts';
import { liveOf, textOf, textsOf } from '../contract/bucket-world.ts';
import type { Mode } from '../contract/bucket-world.ts';
import { newBucket, s3World } from '../contract/s3-world.ts';

const KEY = 'js/app-4f2a.js';
const SCRIPT = {
  contentType: 'text/javascript',
  cacheControl: 'max-age=31536000, immutable',
  contentEncoding: 'br',
  metadata: { build: '7' },
};

const { endpoint, region } = inject('stack');
const s3 = new S3Client({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

async function world(mode: Mode) {
  const snapshots = await newBucket(s3);
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: snapshots, VersioningConfiguration }));
  const site = await s3World(s3, mode);
  const assets = s3Assets({ name: 'demo', bucket: site.name }, snapshots, { s3, now: () => new Date() });
  const copies = async () => (await s3.send(new ListObjectVersionsCommand({ Bucket: snapshots }))).Versions ?? [];
  return { ...site, assets, copies };
}

test('brings a deleted asset back from its versions, as it was served', async () => {
  const { assets, bucket, upload, remove, copies } = await world('versioned');
  await upload(KEY, 'old', SCRIPT);
  await upload(KEY, 'new', { ...SCRIPT, metadata: { build: '8' } });
  const before = await liveOf(bucket, KEY);
  expect(await assets.state(KEY)).toBe('live');
  await assets.keep(KEY);
  expect(await copies()).toEqual([]);
  await remove(KEY);
  await remove(KEY);
  expect(await assets.state(KEY)).toBe('restorable');
  await assets.revive(KEY);
  const after = await liveOf(bucket, KEY);
  expect(after).toMatchObject({ identity: before.identity, headers: before.headers });
  expect(after).not.toHaveProperty('mark');
  expect(await assets.state(KEY)).toBe('live');
});

test.each<Mode>(['unversioned', 'suspended'])('brings one back from its copy on an %s bucket', async (mode) => {
  const { assets, bucket, upload, remove } = await world(mode);
  await upload(KEY, 'script', SCRIPT);
  const before = await liveOf(bucket, KEY);
  await assets.keep(KEY);
  await remove(KEY);
  expect(await assets.state(KEY)).toBe('restorable');
  await assets.revive(KEY);
  expect(await liveOf(bucket, KEY)).toMatchObject({ identity: before.identity, headers: before.headers });
});

test('takes the copy where the null version was newer than what is still listed', async () => {
  const { assets, bucket, upload, remove, setMode } = await world('versioned');
  await upload(KEY, 'older', SCRIPT);
  await new Promise((resolve) => {
    setTimeout(resolve, 1100);
  });
  await setMode('suspended');
  await upload(KEY, 'newer', SCRIPT);
  await assets.keep(KEY);
  await remove(KEY);
  await assets.revive(KEY);
  expect(textOf(await liveOf(bucket, KEY))).toBe('newer');
});

test('keeps one copy of each state, however often it is told', async () => {
  const { assets, upload, copies } = await world('unversioned');
  await assets.keep(KEY);
  expect(await copies()).toEqual([]);
  await upload(KEY, 'one', SCRIPT);
  for (const _ of [1, 2, 3]) await assets.keep(KEY);
  expect((await copies()).map(({ Key }) => Key)).toEqual([`assets/demo/${KEY}`]);
  await upload(KEY, 'two', SCRIPT);
  await assets.keep(KEY);
  expect(await copies()).toHaveLength(2);
});

test('keeps an asset whose key leaves no room for more', async () => {
  const key = `${'k'.repeat(980)}.js`;
  const { assets, bucket, upload, remove } = await world('unversioned');
  await upload(key, 'long', SCRIPT);
  await assets.keep(key);
  await remove(key);
  await assets.revive(key);
  expect(textOf(await liveOf(bucket, key))).toBe('long');
});

test('never overwrites what is live', async () => {
  const { assets, bucket, upload } = await world('versioned');
  await upload(KEY, 'old', SCRIPT);
  await upload(KEY, 'new', SCRIPT);
  await assets.revive(KEY);
  expect(await textsOf(bucket, KEY)).toEqual(['new', 'old']);
});

test('knows what no source ever had, and fails to bring it back', async () => {
  const { assets, upload, remove, removePermanently, bucket } = await world('versioned');
  expect(await assets.state(KEY)).toBe('unknown');
  await expect(assets.revive(KEY)).rejects.toMatchObject({ code: 'ASSET.MISSING', retryable: true });
  await upload(KEY, 'script', SCRIPT);
  const { versionId } = await liveOf(bucket, KEY);
  await remove(KEY);
  await removePermanently(KEY, versionId);
  expect(await assets.state(KEY)).toBe('unknown');
});

test('knows what is there but cannot be read', async () => {
  const { assets, name, remove } = await world('versioned');
  await s3.send(new PutObjectCommand({ Bucket: name, Key: KEY, Body: 'cold', StorageClass: 'GLACIER' }));
  await remove(KEY);
  expect(await assets.state(KEY)).toBe('unrestorable');
});

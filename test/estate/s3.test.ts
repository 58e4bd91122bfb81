import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { captureEstate } from '../../src/lib/capture/capture-estate.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, newStore, ownAccount, resourceOf, SECRETS } from '../capture/run-capture.ts';
import { configured, ownBucket, REFERER } from './s3-buckets.ts';

function newEstate(s3: Readonly<Record<string, unknown>> = {}): Estate {
  return estateAt({ endpoint: inject('emulator'), options: { s3 } });
}

async function linesOf(bucket: CapturedResource): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const line of bucket.lines('objects.ndjson')) lines.push(Object(line));
  return lines;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

async function differences(before: CapturedResource, after: CapturedResource): Promise<string[]> {
  const found: string[] = [];
  for await (const { file, kind, path } of compareResources(before, after, service))
    found.push(`${kind} ${file}#${path}`);
  return found;
}

/** An estate that counts how many objects are fetched. */
function counting(): { readonly estate: Estate; readonly fetched: () => number } {
  const estate = newEstate();
  let fetched = 0;
  const bucket: Estate['bucket'] = (api, operation) => {
    if (operation === 'GetObject') fetched += 1;
    return estate.bucket(api, operation);
  };
  return { estate: { ...estate, bucket }, fetched: () => fetched };
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

it('captures how a bucket is configured, without its secrets', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  const plain = await ownBucket(s3);
  await configured(s3, Bucket);
  const sqs = estate.client(SQS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'told' });
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
  const QueueArn = Attributes?.QueueArn;
  await s3.putBucketNotificationConfiguration({
    Bucket,
    NotificationConfiguration: { QueueConfigurations: [{ Id: 'told', QueueArn, Events: ['s3:ObjectCreated:*'] }] },
  });
  await s3.putBucketLogging({
    Bucket,
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: plain, TargetPrefix: 'logs/' } },
  });
  const reader = await captureOf([service], estate);
  const config = await resourceOf(reader, Bucket).json('bucket-config.json');
  expect(config).toMatchObject({
    versioning: { Status: 'Enabled' },
    publicAccessBlock: { BlockPublicAcls: true },
    ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    tagging: { site: 'trips' },
    cors: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://example.com'] }],
    website: { IndexDocument: { Suffix: 'index.html' } },
    lifecycle: { Rules: [{ ID: 'dated', Expiration: { Date: '2030-01-01T00:00:00.000Z' } }, { ID: 'old' }] },
    logging: { TargetBucket: plain, TargetPrefix: 'logs/' },
    notifications: { QueueConfigurations: [{ Id: 'told', QueueArn }] },
    policy: {
      Statement: [{ Sid: 'Read', Condition: { StringEquals: { 'aws:Referer': { secret: expect.any(String) } } } }],
    },
  });
  expect(JSON.stringify(config)).not.toContain(REFERER);
  const { policy, lifecycle, cors, tagging } = Object(await resourceOf(reader, plain).json('bucket-config.json'));
  expect({ policy, lifecycle, cors, tagging }).toEqual({});
});

it('gives every key a safe path of its own, whatever stands in the way', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  const hostile = [
    'a',
    'a/b',
    'a/b/c',
    'a%',
    '../up',
    '..',
    './x',
    '/root',
    'x//y',
    'x/',
    'x//',
    'line\nbreak',
    'tab\there',
    '%2E%2E',
    'C:\\con',
    'ünï\u{1F600}\u{FFFD}.txt',
    'a+b c&d',
    'q?x=1#y',
    `long/${'n'.repeat(900)}`,
    'e\u0301',
    'é',
  ];
  for (const Key of hostile) await s3.putObject({ Bucket, Key, Body: `is ${Key}` });
  const reader = await captureOf([service], estate);
  const lines = await linesOf(resourceOf(reader, Bucket));
  expect(keys(lines)).toEqual(hostile.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  expect(new Set(lines.map((line) => line['path'])).size).toBe(hostile.length);
  for (const { key, path: at } of lines) {
    expect(path.posix.normalize(String(at))).toBe(at);
    await expect(readFile(path.join(reader.place, String(at)), 'utf8')).resolves.toBe(`is ${String(key)}`);
  }
});

it('captures all versions, newest first, with their delete markers, when asked', async () => {
  const estate = newEstate({ versions: true });
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  for (const Body of ['1', '2', '3']) await s3.putObject({ Bucket, Key: 'page', Body });
  await s3.putObject({ Bucket, Key: 'page.old', Body: 'gone' });
  await s3.deleteObject({ Bucket, Key: 'page.old' });
  const reader = await captureOf([service], estate);
  const lines = await linesOf(resourceOf(reader, Bucket));
  expect(lines.map(({ key, latest, deleteMarker, size }) => [key, latest, deleteMarker, size])).toEqual([
    ['page', true, undefined, 1],
    ['page', false, undefined, 1],
    ['page', false, undefined, 1],
    ['page.old', true, true, undefined],
    ['page.old', false, undefined, 4],
  ]);
  const texts = lines.flatMap(({ path: at }) =>
    typeof at === 'string' ? [readFile(path.join(reader.place, at), 'utf8')] : [],
  );
  expect(await Promise.all(texts)).toEqual(['3', '2', '1', 'gone']);
  expect(resourceOf(reader, Bucket).entry).toMatchObject({ objects: 4, bytes: expect.any(Number) });
});

it('fetches only versions that an earlier capture does not have, however many a key has', async () => {
  const { estate: counted, fetched } = counting();
  const estate = { ...counted, options: () => ({ versions: true }) };
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const put = (Key: string, Body: string) => s3.putObject({ Bucket, Key, Body });
  for (const Body of ['1', '2', '2']) await put('page', Body);
  await put('page.old', 'old');
  const store = await newStore();
  const first = await captureOf([service], estate, { store });
  await sleep(1100);
  await put('page', '3');
  const { VersionId } = await put('page', '2');
  await put('page.new', 'new');
  const before = fetched();
  const second = await captureOf([service], estate, { store, previous: first });
  expect(fetched() - before).toBe(3);
  const lines = await linesOf(resourceOf(second, Bucket));
  expect(lines.filter(({ key }) => key === 'page')).toHaveLength(5);
  expect(lines.find(({ latest, key }) => latest === true && key === 'page')).toMatchObject({ versionId: VersionId });
  expect(await linesOf(resourceOf(await captureOf([service], estate), Bucket))).toEqual(lines);
});

it('says nothing of versions after a capture of all versions', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  for (const Body of ['1', '2']) await s3.putObject({ Bucket, Key: 'page', Body });
  const store = await newStore();
  const all = await captureOf([service], { ...estate, options: () => ({ versions: true }) }, { store });
  const current = await captureOf([service], estate, { store, previous: all });
  expect(await linesOf(resourceOf(current, Bucket))).toEqual(
    await linesOf(resourceOf(await captureOf([service], estate), Bucket)),
  );
  expect(await differences(resourceOf(all, Bucket), resourceOf(current, Bucket))).toEqual([]);
});

it('fetches only what changed since the earlier capture', async () => {
  const { estate, fetched } = counting();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  for (const Key of ['a', 'b', 'c', 'd']) await s3.putObject({ Bucket, Key, Body: `first ${Key}` });
  const store = await newStore();
  const first = await captureOf([service], estate, { store });
  expect(fetched()).toBe(4);
  await s3.putObject({ Bucket, Key: 'b', Body: 'second' });
  await s3.putObject({ Bucket, Key: 'bb', Body: 'new' });
  await s3.deleteObject({ Bucket, Key: 'c' });
  const second = await captureOf([service], estate, { store, previous: first });
  expect(fetched()).toBe(6);
  expect(resourceOf(second, Bucket).entry).toMatchObject({ objects: 4, reused: 14 });
  expect(await differences(resourceOf(first, Bucket), resourceOf(second, Bucket))).toEqual([
    'changed b#bytes',
    'added bb#',
    'removed c#',
  ]);
  const third = await captureOf([service], estate, { store, previous: second });
  expect(fetched()).toBe(6);
  const files = [second, third].map((reader) => resourceOf(reader, Bucket).file('objects.ndjson')?.sha256);
  expect(files[0]).toBe(files[1]);
});

it('tells by a look what drifted: bytes, headers, metadata and tags, and nothing else', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  const put = (Key: string, more: object = {}) => s3.putObject({ Bucket, Key, Body: Key, ...more });
  for (const Key of ['bytes', 'headers', 'metadata', 'same', 'tags', 'written again']) await put(Key);
  const before = await captureOf([service], estate);
  await sleep(1100);
  await put('bytes', { Body: 'bytes!' });
  await put('headers', { CacheControl: 'no-store' });
  await put('metadata', { Metadata: { a: 'b' } });
  await put('tags', { Tagging: 'a=b' });
  await put('written again');
  const after = await captureOf([service], estate, { previous: before, fetches: false });
  expect(await differences(resourceOf(before, Bucket), resourceOf(after, Bucket))).toEqual([
    'changed bytes#bytes',
    'added headers#headers.cache-control',
    'added metadata#metadata.a',
    'added tags#tags.a',
  ]);
  const looked = await linesOf(resourceOf(after, Bucket));
  expect(looked.find(({ key }) => key === 'bytes')).not.toHaveProperty('path');
});

it('goes on after the last line of an index that was begun, and ends as one that was not disturbed', async () => {
  const { estate, fetched } = counting();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  for (let at = 0; at < 40; at += 1) await s3.putObject({ Bucket, Key: `k${at % 7}/${at}`, Body: `${at}` });
  const undisturbed = resourceOf(await captureOf([service], estate), Bucket);
  const lines = await linesOf(undisturbed);
  const store = await newStore();
  const writer = await store.write('killed', 'new');
  for (const { sha256, size, path: at } of lines.slice(0, 25)) {
    const blob = await writer.keep(await bytesOf(undisturbed.blob({ sha256: String(sha256), bytes: Number(size) })));
    await writer.place(String(at), blob);
  }
  const index = await writer.index(`s3-buckets/${Bucket}/objects.ndjson`);
  await index.append(lines.slice(0, 25));
  await writer.release();
  const before = fetched();
  const resumed = await store.write('killed', 'resume');
  const entries = await captureEstate({
    services: [service],
    estate,
    selection: { includes: () => true },
    writer: resumed,
    secrets: SECRETS,
    previous: undefined,
    fetches: true,
    tell: () => {},
  });
  await resumed.release();
  expect(fetched() - before).toBe(15);
  const { files, objects, bytes } = entries.find(({ name }) => name === Bucket) ?? { files: [] };
  expect({ files, objects, bytes }).toEqual({
    files: undisturbed.entry.files,
    objects: 40,
    bytes: undisturbed.entry.bytes,
  });
});

it('names an action that is denied, buckets that are missing, and leaves out what was deleted meanwhile', async () => {
  const estate = newEstate({ buckets: ['holdfast-there-is-none'] });
  const { metadata } = await captureOf([service], estate);
  expect(metadata).toMatchObject({ status: 'incomplete', resources: [{ error: { code: 'ESTATE.MISSING' } }] });
  const other = newEstate();
  const Bucket = await ownBucket(other.client(S3));
  const list: Service['list'] = async function* () {
    for await (const bucket of service.list(other)) yield bucket;
    await other.client(S3).deleteBucket({ Bucket });
  };
  const gone = await captureOf([{ ...service, list }], other);
  expect(gone.metadata).toMatchObject({ status: 'complete', resources: [{ name: Bucket, status: 'gone' }] });
});

it('has buckets of the configured regions, or those that are named, wherever they are', async () => {
  const account = ownAccount();
  const at = (s3: object) => estateAt({ endpoint: inject('emulator'), account, options: { s3: { ...s3 } } });
  const estate = at({});
  const here = await ownBucket(estate.client(S3));
  const Bucket = `holdfast-elsewhere-${account}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' } as const;
  await estate.client(S3, 'eu-central-1').createBucket({ Bucket, CreateBucketConfiguration });
  const names = async (of: Estate) => (await captureOf([service], of)).metadata.resources.map(({ name }) => name);
  expect(await names(estate)).toEqual([here]);
  expect(await names(at({ buckets: [Bucket] }))).toEqual([Bucket]);
});

it('notes archived objects without their bytes', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  await s3.putObject({ Bucket, Key: 'frozen', Body: 'cold', StorageClass: 'DEEP_ARCHIVE', ContentType: 'text/plain' });
  const bucket = resourceOf(await captureOf([service], estate), Bucket);
  expect(await linesOf(bucket)).toMatchObject([
    { key: 'frozen', size: 4, unavailable: 'DEEP_ARCHIVE', headers: { 'content-type': 'text/plain' } },
  ]);
  expect((await linesOf(bucket))[0]).not.toHaveProperty('sha256');
  expect(await bucket.json('observed.json')).toMatchObject({ archived: { objects: 1, bytes: 4 } });
});

import { S3 } from '@aws-sdk/client-s3';
import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, inject, it, vi } from 'vitest';
import { bucketPlace } from '../../src/lib/aws/bucket-place.ts';
import { bucketLines } from '../../src/lib/aws/bucket-lines.ts';
import { takeLease } from '../../src/lib/aws/bucket-lease.ts';
import { captureBucket } from '../../src/lib/aws/capture-bucket.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { ownAccount } from '../capture/run-capture.ts';
import { metadataOf, storeContract } from '../capture/store-contract.ts';

const local = { endpoint: inject('emulator'), account: ownAccount(), region: 'us-east-1' };
const s3 = new S3({
  endpoint: local.endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: local.account, secretAccessKey: 'test' },
});

/** No process has such a number. */
const DEAD = { id: 'another', pid: 2 ** 30 };

storeContract('captures in a bucket', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  return {
    open: () => captureBucket(bucketPlace(`s3://${Bucket}/estate/main`, undefined, local), { open: true }),
    async damage({ sha256 }, into) {
      const Key = `estate/main/store/${sha256.slice(0, 2)}/${sha256}`;
      await (into ? s3.putObject({ Bucket, Key, Body: into }) : s3.deleteObject({ Bucket, Key }));
    },
    async killed(name) {
      const Body = JSON.stringify({ ...DEAD, host: hostname() });
      await s3.putObject({ Bucket, Key: `estate/main/${name}/.unsealed/lease.json`, Body });
    },
  };
});

it('is written to no more by who lost the lease, and a lease of another machine is waited for', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const place = bucketPlace(`s3://${Bucket}`, undefined, local);
  const busy = new HoldfastError('CAPTURE.BUSY', 'It is taken.');
  const lease = await takeLease(place, 'lease.json', busy);
  await s3.putObject({ Bucket, Key: 'lease.json', Body: JSON.stringify({ ...DEAD, host: 'another' }) });
  await expect(takeLease(place, 'lease.json', busy)).rejects.toBe(busy);
  await lease.release();
  await expect(takeLease(place, 'lease.json', busy)).rejects.toBe(busy);
  await expect(lease.check()).rejects.toBe(busy);
});

it('is written to no more by who slept while somebody else wrote or took away there', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const open = () => captureBucket(bucketPlace(`s3://${Bucket}`, undefined, local), { open: true });
  const writer = await open().write('one', 'new');
  await writer.note({ first: true });
  // What stands there is as if this process were dead: whoever looks takes it over.
  const found = await s3.getObject({ Bucket, Key: 'one/.unsealed/lease.json' });
  const { id } = JSON.parse((await found.Body?.transformToString()) ?? '');
  const Body = JSON.stringify({ id, pid: DEAD.pid, host: hostname() });
  await s3.putObject({ Bucket, Key: 'one/.unsealed/lease.json', Body });
  await (await open().sweep()).release();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 180_000 });
  await expect(writer.keep(Buffer.from('{}'))).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
  await expect(writer.note({ second: true })).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
  vi.useRealTimers();
  const again = await open().write('one', 'resume');
  await again.note({ third: true });
  const notes = [];
  for await (const note of again.notes()) notes.push(note);
  expect(notes).toEqual([{ first: true }, { third: true }]);
  await again.release();
});

it('renews a lease after a sleep in which nobody came', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const place = bucketPlace(`s3://${Bucket}`, undefined, local);
  const busy = new HoldfastError('CAPTURE.BUSY', 'It is taken.');
  const lease = await takeLease(place, 'lease.json', busy);
  const { ETag } = await s3.headObject({ Bucket, Key: 'lease.json' });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 180_000 });
  await lease.check();
  vi.useRealTimers();
  expect((await s3.headObject({ Bucket, Key: 'lease.json' })).ETag).not.toBe(ETag);
  await lease.release();
  await expect(lease.check()).rejects.toBe(busy);
  await expect(s3.headObject({ Bucket, Key: 'lease.json' })).rejects.toMatchObject({ name: 'NotFound' });
});

it('appends after the last part, also where one before it is missing, and nothing behind one that failed', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const place = bucketPlace(`s3://${Bucket}`, undefined, local);
  const refused = () => new HoldfastError('CAPTURE.BUSY', 'Somebody else writes.');
  for (const part of [0, 2]) await s3.putObject({ Bucket, Key: `0000000${part}.ndjson`, Body: `{"part":${part}}\n` });
  const lines = await bucketLines(place, '', { refused });
  await lines.append([{ part: 3 }]);
  await s3.putObject({ Bucket, Key: '00000004.ndjson', Body: '{"of":"another"}\n' });
  const [fourth, fifth] = await Promise.allSettled([lines.append([{ part: 4 }]), lines.append([{ part: 5 }])]);
  expect([fourth.status, fifth.status]).toEqual(['rejected', 'rejected']);
  await expect(lines.append([{ part: 6 }])).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
  const { Contents = [] } = await s3.listObjectsV2({ Bucket });
  expect(Contents.map(({ Key }) => Key)).toEqual([0, 2, 3, 4].map((part) => `0000000${part}.ndjson`));
});

it('shows small documents alone at their paths, and seals once', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const store = captureBucket(bucketPlace(`s3://${Bucket}`, undefined, local), { open: true });
  const writer = await store.write('one', 'new');
  const blob = await writer.keep(Buffer.from('{}'));
  for (const path of ['a/config.json', 'a/page.html', 'report.html', 'a/index.ndjson', `a/${'x'.repeat(1020)}.json`])
    expect(await writer.place(path, blob)).toBe(path);
  await s3.putObject({ Bucket, Key: 'one/SNAPSHOT-METADATA.json', Body: 'somebody else' });
  await expect(writer.seal(metadataOf('one', []))).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
  await writer.release();
  const { Contents = [] } = await s3.listObjectsV2({ Bucket, Prefix: 'one/' });
  expect(Contents.map(({ Key }) => Key)).toEqual([
    'one/SNAPSHOT-METADATA.json',
    'one/a/config.json',
    'one/report.html',
  ]);
});

/** Bytes that somebody still holds: what nobody does is collected first. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

it('keeps what comes in side by side in little memory: what goes beyond goes through files', async () => {
  const Bucket = `captures-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  const writer = await captureBucket(bucketPlace(`s3://${Bucket}`, undefined, local), { open: true }).write(
    'one',
    'new',
  );
  const bodies = Array.from({ length: 12 }, () => randomBytes(7 * 1024 * 1024));
  let waiting = bodies.length;
  let open: () => void = () => {};
  const allRead = new Promise<void>((resolve) => (open = resolve));
  let held = 0;
  const streamed = async function* (body: Buffer) {
    for (let at = 0; at < body.length; at += 1024 * 1024) yield Uint8Array.from(body.subarray(at, at + 1024 * 1024));
    // Nobody ends before all were read to here: none waits for another one's memory.
    if ((waiting -= 1) === 0) {
      held = heldBytes();
      open();
    }
    await allRead;
  };
  const before = heldBytes();
  const kept = await Promise.all(bodies.map((body) => writer.keep(streamed(body))));
  expect(held - before).toBeLessThan(56 * 1024 * 1024);
  for (const [at, blob] of kept.entries()) {
    const found = await s3.getObject({ Bucket, Key: `store/${blob.sha256.slice(0, 2)}/${blob.sha256}` });
    expect(bodies[at]?.equals((await found.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  }
  await writer.release();
});

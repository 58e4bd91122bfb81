import { S3 } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { expect, inject, it } from 'vitest';
import { bucketPlace } from '../../src/lib/aws/bucket-place.ts';
import { isHeld, takeLease } from '../../src/lib/aws/bucket-lease.ts';
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
  expect(await isHeld(place, 'lease.json')).toBe(true);
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

import { S3 } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { bucketPlace } from '../../src/lib/aws/bucket-place.ts';
import { captureBucket } from '../../src/lib/aws/capture-bucket.ts';
import { ownAccount } from '../capture/run-capture.ts';
import { storeContract } from '../capture/store-contract.ts';

const local = { endpoint: inject('emulator'), account: ownAccount(), region: 'us-east-1' };
const s3 = new S3({
  endpoint: local.endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: local.account, secretAccessKey: 'test' },
});

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
      await s3.deleteObject({ Bucket, Key: `estate/main/${name}/.unsealed/lease.json` });
    },
  };
});

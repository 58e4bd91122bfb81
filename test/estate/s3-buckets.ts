import type { S3 } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';

/** A new bucket: names are one of a kind across all accounts. */
export async function ownBucket(s3: S3): Promise<string> {
  const Bucket = `holdfast-${randomUUID()}`;
  await s3.createBucket({ Bucket });
  return Bucket;
}

import type { S3Client } from '@aws-sdk/client-s3';
import type { TargetBucket } from '../deploy/target-bucket.ts';
import { s3Bucket } from './s3-bucket.ts';
import { deleteObject, writeObject } from './s3-bucket-write.ts';
import { liveObjects } from './s3-objects.ts';
import { headServed, liveDigest } from './s3-target-compare.ts';

/** A target's bucket on S3, with a deployer's own rights. Failures are `BUCKET.*`. */
export function s3TargetBucket(bucket: string, deps: { s3: S3Client; now: () => Date }): TargetBucket {
  const port = s3Bucket(bucket, deps);
  return {
    versions: (key) => port.versions(key),
    get: (key, versionId, limit) => port.get(key, versionId, limit),
    head: (key) => port.head(key),
    async live(key, limit) {
      const live = await port.head(key);
      return live && port.get(key, live.versionId, limit);
    },
    list: (prefix) => liveObjects(deps.s3, { bucket, prefix }, undefined),
    headers: (key) => headServed({ bucket, key }, deps.s3),
    digest: (key, etag) => liveDigest({ bucket, key }, etag, deps.s3),
    write: (key, content, condition) => writeObject({ bucket, key }, content, condition, deps),
    remove: (key, ifMatch) => deleteObject({ bucket, key }, ifMatch, deps),
  };
}

import type { S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../site/bucket.ts';
import { aclsInUse } from './s3-bucket-acl.ts';
import { headLive, readVersion } from './s3-bucket-read.ts';
import { deleteObject, writeObject } from './s3-bucket-write.ts';
import { listVersions } from './s3-versions.ts';

/**
 * The bucket port on S3. ETags are S3's own, in quotes, everywhere. Make one per bucket and container: it remembers
 * whether the bucket uses ACLs. Failures are `BUCKET.*`; throttling, 5xx and broken connections are retryable.
 */
export function s3Bucket(bucket: string, deps: { s3: S3Client; now: () => Date }): Bucket {
  const read = { s3: deps.s3, aclsInUse: aclsInUse(bucket, deps) };
  return {
    versions: (key) => listVersions(deps.s3, bucket, key),
    get: (key, versionId, limit) => readVersion({ bucket, key, versionId }, limit, read),
    put: (key, content, mark, condition) => writeObject({ bucket, key }, content, condition, deps, mark),
    delete: (key, ifMatch) => deleteObject({ bucket, key }, ifMatch, deps),
    async head(key) {
      const live = await headLive({ bucket, key }, deps.s3);
      return live && { etag: live.etag, versionId: live.versionId };
    },
  };
}

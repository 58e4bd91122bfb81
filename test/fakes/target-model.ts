import type { TargetBucket } from '../../src/lib/deploy/target-bucket.ts';
import type { S3Model } from './s3-model.ts';
import { asVersion, md5Etag } from './stored-object.ts';

/** The port of a target's bucket over the S3 model. */
export function fakeTarget(s3: S3Model): TargetBucket {
  return {
    versions: (key) => s3.bucket.versions(key),
    get: (key, versionId, limit) => s3.bucket.get(key, versionId, limit),
    head: (key) => s3.bucket.head(key),
    async live(key, limit) {
      const live = s3.live(key);
      return live && asVersion(live, limit);
    },
    async *list(prefix) {
      for (const key of s3.keys().filter((each) => each.startsWith(prefix))) {
        const { bytes, etag = '', lastModified } = s3.live(key)!;
        yield { key, size: bytes.length, etag, lastModified };
      }
    },
    async headers(key) {
      const live = s3.live(key);
      if (!live) return undefined;
      const { etag = '', bytes, lastModified, headers } = live;
      const plain = etag === md5Etag(bytes);
      return { etag, size: bytes.length, lastModified, headers, ...(plain && { md5: etag.replaceAll('"', '') }) };
    },
    async digest(key, etag) {
      const live = s3.live(key);
      return live?.etag === etag ? live.sha256 : undefined;
    },
    async write(key, { bytes, headers, storedAs }, condition) {
      const over = s3.live(key);
      if ('ifNoneMatch' in condition ? over : over?.etag !== condition.ifMatch) return 'lost';
      s3.raw.upload(key, bytes, headers, storedAs);
      return 'done';
    },
    remove: (key, ifMatch) => s3.bucket.delete(key, ifMatch),
  };
}

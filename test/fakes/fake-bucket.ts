import type { Bucket } from '../../src/lib/site/bucket.ts';
import type { S3Model } from './s3-model.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';
import { asVersion, listed } from './stored-object.ts';
import type { StoredObject } from './stored-object.ts';

/** The bucket port over the S3 model: each call, and each page of a listing, is one step of `io`. */
export function fakeBucket(s3: Omit<S3Model, 'bucket'>, io: Io = atOnce): Bucket {
  return {
    async *versions(key) {
      let after: StoredObject | undefined;
      for (let more = true; more;) {
        const from = after;
        const page = await io(`list ${key}`, () => s3.list(key, from));
        yield* page.entries.map(listed);
        after = page.entries.at(-1);
        more = page.more;
      }
    },
    get: (key, versionId, limit) =>
      io(`get ${key} ${versionId}`, () => {
        const found = s3.get(key, versionId);
        return found && asVersion(found, limit);
      }),
    put: (key, content, mark, condition) => io(`put ${key} #${mark}`, () => s3.put(key, content, mark, condition)),
    delete: (key, ifMatch) => io(`delete ${key}`, () => s3.remove(key, ifMatch)),
    head: (key) =>
      io(`head ${key}`, () => {
        const live = s3.live(key);
        return live && { etag: live.etag ?? '', versionId: live.versionId };
      }),
  };
}

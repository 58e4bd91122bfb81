import type { Bucket } from '../../../src/lib/site/bucket.ts';
import type { ListedVersion } from '../../../src/lib/site/version.ts';
import { SITE } from '../world.ts';
import type { Bug } from './bug.ts';

const onBucket = (name: string, foundBy: string, breakIt: (bucket: Bucket) => Partial<Bucket>): Bug => ({
  name,
  foundBy: [foundBy],
  guard: (deps) => ({ ...deps, bucket: { ...deps.bucket, ...breakIt(deps.bucket) } }),
});

/** Writes over whatever is live. */
export const noIfMatch = onBucket('no If-Match', 'I1', (bucket) => ({
  async put(key, content, mark) {
    const live = await bucket.head(key);
    return bucket.put(key, content, mark, live ? { ifMatch: live.etag } : { ifNoneMatch: true });
  },
}));

/** Looks only at what is live, not at what came in between. */
export const noListing = onBucket('no version listing', 'JUDGED', (bucket) => ({
  async *versions(key): AsyncGenerator<ListedVersion> {
    for await (const version of bucket.versions(key)) {
      yield version;
      return;
    }
  },
}));

/** Takes the ETag for its condition from a second request, after the bytes were read. */
export const headAfterGet = onBucket('If-Match from a HEAD after the GET', 'I1', (bucket) => ({
  async get(key, versionId, limit) {
    const version = await bucket.get(key, versionId, limit);
    const live = version && (await bucket.head(key));
    return version && live ? { ...version, etag: live.etag } : version;
  },
}));

/** Ends a listing at the cursor's time, also where the cursor itself is still there. */
export const cursorByTime: Bug = {
  name: 'cursor by time only',
  foundBy: ['JUDGED'],
  guard: (deps, _run, { table }) => ({
    ...deps,
    bucket: {
      ...deps.bucket,
      async *versions(key): AsyncGenerator<ListedVersion> {
        const page = table.page({ site: SITE, key });
        let first = true;
        for await (const version of deps.bucket.versions(key)) {
          if (!first && page && version.lastModified <= page.seen.lastModified) return;
          yield version;
          first = false;
        }
      },
    },
  }),
};

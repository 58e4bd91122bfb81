import type { S3Client } from '@aws-sdk/client-s3';
import type { Shelf, Snapshots } from '../site/snapshots.ts';
import { identify, sha256 } from '../site/version.ts';
import { corrupt, keepOnce, kept } from './s3-snapshots-keep.ts';
import type { Place } from './s3-snapshots-keep.ts';

/**
 * The snapshot port on S3: `<shelf>/<site>/<identity>`, with the version's own headers. `SNAPSHOT.CORRUPT` says that
 * what is there has another identity than it was kept under.
 */
export function s3Snapshots(bucket: string, deps: { s3: S3Client }): Snapshots {
  const place = (shelf: Shelf, site: string, identity: string): Place => ({
    bucket,
    key: `${shelf}/${site}/${identity}`,
  });
  return {
    put: (shelf, site, identity, content) => keepOnce(place(shelf, site, identity), content, deps),
    async get(shelf, site, identity) {
      const at = place(shelf, site, identity);
      const content = await kept(at, deps);
      if (content && identify(sha256(content.bytes), content.headers) !== identity) throw corrupt(at);
      return content;
    },
  };
}

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isDeepStrictEqual } from 'node:util';
import type { Release, Releases } from '../deploy/release.ts';
import { HoldfastError } from '../errors.ts';
import type { Condition, WriteOutcome } from '../site/bucket.ts';
import { awsFailure } from './aws-failure.ts';
import { RELEASE_ID, releaseOf } from './release-schema.ts';
import { isAbsent, readBounded } from './s3-bucket-read.ts';
import { writeObject } from './s3-bucket-write.ts';
import { s3Changes } from './s3-changes.ts';
import { liveObjects } from './s3-objects.ts';

/** More than a release of 100,000 files takes. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The release records on S3: `releases/<site>/<id>.json` of the snapshot bucket. `RELEASE.CORRUPT` says that what is
 * there was not written by Holdfast.
 */
export function s3Releases(bucket: string, deps: { s3: S3Client }): Releases {
  const read = (site: string, id: string) => readRelease(bucket, { site, id }, deps);
  return {
    ...s3Changes(bucket, deps),
    async begin(release) {
      if ((await write(bucket, release, { ifNoneMatch: true }, deps)) === 'done') return;
      throw new HoldfastError('RELEASE.EXISTS', `There is a release ${release.id} already.`, { hint: 'Run it again.' });
    },
    async end(release, state) {
      const found = await read(release.site, release.id);
      const next = { ...release, state };
      if (isDeepStrictEqual(found?.release, next)) return 'done';
      if (!found || !isDeepStrictEqual(found.release, release)) return 'conflict';
      const outcome = await write(bucket, next, { ifMatch: found.etag }, deps);
      return outcome === 'done' ? 'done' : 'conflict';
    },
    read: async (site, id) => (await read(site, id))?.release,
    async *newest(site) {
      const prefix = `releases/${site}/`;
      const ids: string[] = [];
      for await (const { key } of liveObjects(deps.s3, { bucket, prefix }, undefined)) {
        const id = key.slice(prefix.length, -'.json'.length);
        if (key.endsWith('.json') && RELEASE_ID.test(id)) ids.push(id);
      }
      for (const id of ids.toReversed()) {
        // One that anybody spoiled must not hide the others.
        const found = await fetchedRelease(bucket, { site, id }, deps);
        if (found?.release) yield found.release;
      }
    },
  };
}

const keyOf = ({ site, id }: Named): string => `releases/${site}/${id}.json`;

type Named = Pick<Release, 'site' | 'id'>;

async function readRelease(bucket: string, named: Named, deps: { s3: S3Client }) {
  const found = await fetchedRelease(bucket, named, deps);
  if (!found) return undefined;
  const { release, etag } = found;
  if (release) return { release, etag };
  const hint = 'Somebody else wrote to the snapshot bucket. Its older versions still have what was kept.';
  throw new HoldfastError('RELEASE.CORRUPT', `${keyOf(named)} of ${bucket} is no record of that release.`, { hint });
}

/** What lies under the name of a release; without `release` where it is none. */
async function fetchedRelease(bucket: string, named: Named, { s3 }: { s3: S3Client }) {
  if (!RELEASE_ID.test(named.id)) return undefined;
  const found = await fetched(bucket, keyOf(named), s3);
  if (!found) return undefined;
  return { release: found.bytes && releaseOf(Buffer.from(found.bytes).toString(), named), etag: found.etag };
}

async function fetched(bucket: string, Key: string, s3: S3Client) {
  try {
    const output = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return { bytes: await readBounded(output, MOST_BYTES), etag: output.ETag ?? '' };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Reading ${Key} of ${bucket}`, error);
  }
}

async function write(
  bucket: string,
  release: Release,
  condition: Condition,
  deps: { s3: S3Client },
): Promise<WriteOutcome> {
  const headers = { contentType: 'application/json', metadata: {} };
  const content = { bytes: Buffer.from(JSON.stringify(release)), headers, storedAs: {} };
  return writeObject({ bucket, key: keyOf(release) }, content, condition, deps);
}

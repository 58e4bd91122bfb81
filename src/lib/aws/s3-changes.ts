import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { ReleasedChange, Releases } from '../deploy/release.ts';
import { HoldfastError } from '../errors.ts';
import { awsFailure } from './aws-failure.ts';
import { isAbsent, readBounded } from './s3-bucket-read.ts';
import { writeObject } from './s3-bucket-write.ts';

const MOST_BYTES = 64 * 1024;
const TRIES = 5;

// Deployers write these notes with their own rights: what another wrote is checked like any input.
const CHANGE = z.object({
  site: z.string().min(1).max(64),
  key: z.string().min(1).max(1024),
  identity: z.string().regex(/^[0-9a-f]{64}$/),
  release: z.string().max(200),
  change: z.string().max(4096).optional(),
  by: z.string().max(4096),
  at: z.iso.datetime(),
});

/** By which release a version came: `changes/<site>/<identity>.json` of the snapshot bucket. What is no note is none. */
export function s3Changes(bucket: string, deps: { s3: S3Client }): Pick<Releases, 'noteChange' | 'changeOf'> {
  return {
    async noteChange(change) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        if ((await noteOnce(bucket, change, deps)) === 'done') return;
      }
      const message = `Other releases of the same version of ${change.key} are noted at this moment`;
      throw new HoldfastError('RELEASE.BUSY', message, { retryable: true, hint: 'Run it again.' });
    },
    changeOf: async (site, identity) => (await fetched(bucket, { site, identity }, deps))?.change,
  };
}

type Named = Pick<ReleasedChange, 'site' | 'identity'>;

const keyOf = ({ site, identity }: Named): string => `changes/${site}/${identity}.json`;

/** The newest stays, whoever writes last. */
async function noteOnce(bucket: string, change: ReleasedChange, deps: { s3: S3Client }): Promise<'done' | 'lost'> {
  const held = await fetched(bucket, change, deps);
  if (held?.change && held.change.at >= change.at) return 'done';
  const headers = { contentType: 'application/json', metadata: {} };
  const content = { bytes: Buffer.from(JSON.stringify(change)), headers, storedAs: {} };
  const condition = held ? { ifMatch: held.etag } : ({ ifNoneMatch: true } as const);
  return writeObject({ bucket, key: keyOf(change) }, content, condition, deps);
}

async function fetched(bucket: string, named: Named, { s3 }: { s3: S3Client }) {
  const Key = keyOf(named);
  try {
    const output = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const bytes = await readBounded(output, MOST_BYTES);
    return { change: bytes && changeIn(bytes, named), etag: output.ETag ?? '' };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Reading ${Key} of ${bucket}`, error);
  }
}

function changeIn(bytes: Uint8Array, { site, identity }: Named): ReleasedChange | undefined {
  try {
    const change = CHANGE.parse(JSON.parse(Buffer.from(bytes).toString()));
    return change.site === site && change.identity === identity ? change : undefined;
  } catch {
    return undefined;
  }
}

import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { HoldfastError } from '../errors.ts';
import type { Content } from '../site/bucket.ts';
import { sha256 } from '../site/version.ts';
import { awsFailure } from './aws-failure.ts';
import { headLive, isAbsent, readBody } from './s3-bucket-read.ts';
import { writeObject } from './s3-bucket-write.ts';
import type { Note, Source } from './s3-snapshots-note.ts';
import { asideOf, noted, originalHeaders, readNote } from './s3-snapshots-note.ts';

const ATTEMPTS = 3;

/** An object of the snapshot bucket. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** A kept object with the headers that it had where it came from. */
export interface Kept extends Content {
  readonly source?: Source;
}

/** Keeps content that its key names: written once, never again; may run twice. */
export async function keepOnce(at: Place, content: Content, deps: { s3: S3Client }): Promise<void> {
  const { headers, aside } = noted(content.headers, content.storedAs);
  await keepAside(at, aside, deps);
  await writeOnce(at, { bytes: content.bytes, headers, storedAs: {} }, deps);
}

/** Keeps a copy of what `source` is now, in place of an older copy. */
export async function keepCopy(at: Place, content: Content, source: Source, deps: { s3: S3Client }): Promise<void> {
  const { headers, aside } = noted(content.headers, content.storedAs, source);
  await keepAside(at, aside, deps);
  await writeObject(at, { bytes: content.bytes, headers, storedAs: {} }, 'always', deps);
}

/** Reads a kept object; `undefined` when nothing is kept there. `SNAPSHOT.CORRUPT` when its note is none of ours. */
export async function kept(at: Place, deps: { s3: S3Client }): Promise<Kept | undefined> {
  const found = await fetched(at, deps);
  if (!found) return undefined;
  const { storedAs, source, ...note } = await noteOf(at, found.output.Metadata, deps);
  const headers = originalHeaders(found.output, { storedAs, ...note });
  return { bytes: found.bytes, headers, storedAs, ...(source && { source }) };
}

/** Reads the note of an object with this metadata. */
export async function noteOf(
  at: Place,
  metadata: GetObjectCommandOutput['Metadata'],
  deps: { s3: S3Client },
): Promise<Note> {
  const digest = asideOf(metadata);
  const aside = digest === undefined ? undefined : (await fetched(beside(at, digest), deps))?.bytes;
  if (digest !== undefined && (!aside || sha256(aside) !== digest)) throw corrupt(at);
  try {
    return readNote(metadata, aside && Buffer.from(aside).toString());
  } catch (cause) {
    throw corrupt(at, cause);
  }
}

/** What is kept there is not what was kept. */
export function corrupt({ bucket, key }: Place, cause?: unknown): HoldfastError {
  const hint = 'Somebody else wrote to the snapshot bucket. Its older versions still have what was kept.';
  return new HoldfastError('SNAPSHOT.CORRUPT', `${key} of ${bucket} is not what was kept`, { hint, cause });
}

function beside({ bucket, key }: Place, digest: string): Place {
  return { bucket, key: `${key}.${digest}` };
}

async function keepAside(at: Place, aside: { sha256: string; json: string } | undefined, deps: { s3: S3Client }) {
  if (!aside) return;
  const headers = { contentType: 'application/json', metadata: {} };
  await writeOnce(beside(at, aside.sha256), { bytes: Buffer.from(aside.json), headers, storedAs: {} }, deps);
}

async function writeOnce(at: Place, content: Content, deps: { s3: S3Client }): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if ((await writeObject(at, content, { ifNoneMatch: true }, deps)) === 'done') return;
    // Lost to an equal write that is done, or to one that is under way and may yet fail.
    if (await headLive(at, deps.s3)) return;
  }
  throw new HoldfastError('SNAPSHOT.BUSY', `Somebody keeps writing ${at.key} of ${at.bucket}`, { retryable: true });
}

async function fetched({ bucket, key }: Place, { s3 }: { s3: S3Client }) {
  try {
    const output = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { output, bytes: await readBody(output) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Reading ${key} of ${bucket}`, error);
  }
}

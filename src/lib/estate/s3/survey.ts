import { S3 } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import { inOrder } from './in-order.ts';
import { listObjects, type Listed } from './list-objects.ts';
import { mergeJoin } from './merge-join.ts';
import { byKey, currentLines, objectLines, OBJECTS, type ObjectLine } from './object-line.ts';
import { PART_BYTES } from './put-object.ts';
import { lookAtObject, type LookedAt } from './read-object.ts';
import type { Place } from './restore-place.ts';
import { signedBucket } from './signed-bucket.ts';

/** How a captured object is where it goes. */
export type Surveyed =
  | { readonly is: 'missing'; readonly line: ObjectLine }
  | { readonly is: 'changed'; readonly line: ObjectLine; readonly live: Listed; readonly why: string }
  | { readonly is: 'same'; readonly line: ObjectLine }
  /** It differs, and the capture does not have its bytes. */
  | { readonly is: 'unavailable'; readonly line: ObjectLine; readonly why: string }
  /** Only live: it stays. */
  | { readonly is: 'extra'; readonly live: Listed };

/** Objects looked at side by side. */
const AT_ONCE = 32;

/** Compares what was captured of a bucket's objects with what is there now, in the order of keys. Holds none of it. */
export async function* survey(captured: CapturedResource, place: Place, estate: Estate): AsyncGenerator<Surveyed> {
  const s3 = estate.client(S3, place.region);
  const wanted = currentLines(objectLines(captured.lines(OBJECTS)));
  const look = (live: Listed) =>
    lookAtObject({ ...live, key: place.prefix + live.key }, { bucket: place.bucket, s3 }).then(
      (found) => found && { ...found, key: live.key },
    );
  const both = mergeJoin(wanted, live(place, estate), byKey);
  yield* inOrder(both, AT_ONCE, async ({ one: line, other: live }): Promise<Surveyed> => {
    if (!line) return { is: 'extra', live };
    if (live && isUntouched(line, live)) return { is: 'same', line };
    const difference = live ? await differenceOf(line, live, look, captured) : 'missing';
    if (difference === undefined) return { is: 'same', line };
    const { sha256, unavailable = 'it was not fetched' } = line;
    if (sha256 === undefined) return { is: 'unavailable', line, why: unavailable };
    return live ? { is: 'changed', line, live, why: difference } : { is: 'missing', line };
  });
}

async function* live({ bucket, prefix, region, exists }: Place, estate: Estate): AsyncGenerator<Listed> {
  if (!exists) return;
  const stop = new AbortController();
  try {
    const signed = await signedBucket(estate.client(S3, region), bucket, estate);
    const from = prefix === '' ? {} : { prefix };
    for await (const each of listObjects(signed, { versions: false, ...from, signal: stop.signal }))
      yield { ...each, key: each.key.slice(prefix.length) };
  } finally {
    stop.abort();
  }
}

/** Nobody wrote it since: then it also has its headers. */
function isUntouched(line: ObjectLine, live: Listed): boolean {
  return line.etag === live.etag && line.size === live.size && line.lastModified === live.lastModified;
}

async function differenceOf(
  line: ObjectLine,
  live: Listed,
  look: (live: Listed) => Promise<LookedAt | undefined>,
  captured: CapturedResource,
): Promise<string | undefined> {
  if (line.size !== live.size) return 'bytes';
  const found = await look(live);
  if (!found || !(await sameBytes(line, found, captured))) return 'bytes';
  const parts = (['headers', 'metadata', 'tags'] as const).filter(
    (part) => line[part] !== undefined || found[part] !== undefined,
  );
  const differing = parts.filter((part) => text(line[part]) !== text(found[part]));
  return differing.length === 0 ? undefined : differing.join(', ');
}

function text(record: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * An ETag is a hash of the bytes where they came in one piece and no key of KMS is at work; else what S3 itself summed up with
 * SHA-256 tells, whole or by parts of the length in which they are restored.
 */
async function sameBytes(line: ObjectLine, found: LookedAt, captured: CapturedResource): Promise<boolean> {
  if (found.etag === line.etag) return true;
  if (line.sha256 === undefined) return false;
  if (found.sha256 !== undefined) return found.sha256 === line.sha256;
  const blob = { sha256: line.sha256, bytes: line.size ?? 0 };
  return found.checksum !== undefined && found.checksum === (await summedByParts(captured.blob(blob)));
}

/** The SHA-256 of the SHA-256 of each part, as S3 writes it: `<base64>-<parts>`. */
async function summedByParts(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const all = createHash('sha256');
  let part = createHash('sha256');
  let room = PART_BYTES;
  let parts = 0;
  const end = () => {
    all.update(part.digest());
    part = createHash('sha256');
    room = PART_BYTES;
    parts += 1;
  };
  for await (const chunk of bytes)
    for (let rest = chunk; rest.length > 0;) {
      const some = rest.subarray(0, room);
      part.update(some);
      room -= some.length;
      rest = rest.subarray(some.length);
      if (room === 0) end();
    }
  if (room < PART_BYTES) end();
  return `${all.digest('base64')}-${parts}`;
}

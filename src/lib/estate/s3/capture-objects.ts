import { S3 } from '@aws-sdk/client-s3';
import type { Estate } from '../../capture/estate.ts';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import type { Slots } from '../../capture/slots.ts';
import { grouped } from './grouped.ts';
import { inOrder } from './in-order.ts';
import { listObjects, type After, type Listed } from './list-objects.ts';
import { mergeJoin } from './merge-join.ts';
import { byKey, objectLine, objectLines, OBJECTS, type ObjectLine } from './object-line.ts';
import { objectPath } from './object-path.ts';
import { excludes, optionsOf } from './options.ts';
import { fetchObject, lookAtObject, type ReadDeps } from './read-object.ts';
import { signedBucket } from './signed-bucket.ts';
import { slotsOf } from './slots.ts';

/** Lines that are begun and not written yet: a large object holds up that many behind it. */
const WINDOW = 256;
/** Lines that are written at once, and the longest time that a finished one waits for more. */
const BATCH = 200;
const BATCH_MS = 1000;

/** Classes whose bytes have to be asked for hours before (S3 User Guide, "Working with archived objects"). */
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** What was found besides the lines. */
export interface Archived {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Captures the objects of a bucket in the order of keys. An index that was begun before goes on after its last line. Objects
 * that the earlier capture has, with the same ETag, size and time, are not fetched again. Gives what S3 did not hand out.
 */
export async function captureObjects(bucket: Resource, sink: Sink, estate: Estate): Promise<Archived> {
  const options = optionsOf(estate);
  const s3 = estate.client(S3, bucket.region);
  const signed = await signedBucket(s3, bucket.name, estate);
  const tally = tallyOf(sink);
  const index = await sink.index(OBJECTS, (line) => tally.earlier(objectLine(line)));
  const stop = new AbortController();
  const deps: Deps = {
    read: { bucket: bucket.name, s3, signed, keep: (body) => sink.keep(body) },
    sink,
    slots: slotsOf(estate, options.concurrency),
  };
  try {
    const after = index.last === undefined ? undefined : placeOf(objectLine(index.last));
    const listed = listObjects(signed, { versions: options.versions, after, signal: stop.signal });
    const both = beside(without(listed, excludes(bucket.name, options)), sink.previous?.lines(OBJECTS));
    const read = inOrder(both, WINDOW, (item, signal) => lineOf(item, signal, deps));
    let batch: ObjectLine[] = [];
    let since = performance.now();
    for await (const line of inOrder(read, WINDOW, (each) => placed(each, deps))) {
      if (!line) continue;
      tally.add(line.line, line.reused);
      batch.push(line.line);
      if (batch.length < BATCH && performance.now() - since < BATCH_MS) continue;
      await index.append(batch);
      tally.tell();
      batch = [];
      since = performance.now();
    }
    await index.append(batch);
    tally.tell();
  } finally {
    stop.abort();
  }
  await index.end();
  return tally.archived();
}

interface Deps {
  readonly read: ReadDeps;
  readonly sink: Sink;
  readonly slots: Slots;
}

/** Where a listing goes on: the marker of a version, or the key. */
function placeOf({ key, latest, versionId = 'null' }: ObjectLine): After {
  return latest === undefined ? { key } : { key, versionId };
}

async function* without(listed: AsyncIterable<Listed>, excluded: (key: string) => boolean): AsyncGenerator<Listed> {
  for await (const each of listed) if (!excluded(each.key)) yield each;
}

interface Beside {
  readonly listed: Listed;
  readonly before: ObjectLine | undefined;
}

/** What is listed, each with the line that the earlier capture has of it. */
async function* beside(
  listed: AsyncIterable<Listed>,
  earlier: AsyncIterable<unknown> | undefined,
): AsyncGenerator<Beside> {
  if (!earlier) {
    for await (const each of listed) yield { listed: each, before: undefined };
    return;
  }
  // Versions are listed newest first: what was written in one second is held, however many a key has.
  const [now, before] = [grouped(listed, atOneTime), grouped(objectLines(earlier), atOneTime)];
  for await (const { one, other } of mergeJoin(now, before, byKeyAndTime))
    for (const each of one ?? []) yield { listed: each, before: other?.find((line) => isSame(each, line)) };
}

type Written = Pick<Listed | ObjectLine, 'key' | 'lastModified'>;

function atOneTime(one: Written, other: Written): boolean {
  return one.key === other.key && one.lastModified === other.lastModified;
}

/** In the order of keys, and of one key the newest first. */
function byKeyAndTime([one]: readonly [Written, ...unknown[]], [other]: readonly [Written, ...unknown[]]): number {
  const order = byKey(one, other);
  if (order !== 0) return order;
  const [at = '', otherAt = ''] = [one.lastModified, other.lastModified];
  return at > otherAt ? -1 : Number(at < otherAt);
}

function isSame(listed: Listed, line: ObjectLine): boolean {
  return (
    line.etag === listed.etag &&
    line.size === listed.size &&
    line.lastModified === listed.lastModified &&
    (listed.versionId === undefined || (line.versionId ?? 'null') === listed.versionId)
  );
}

interface Read {
  readonly line: ObjectLine;
  readonly reused: boolean;
}

async function lineOf({ listed, before }: Beside, signal: AbortSignal, deps: Deps): Promise<Read | undefined> {
  if (listed.deleteMarker) {
    const { key, versionId, latest, lastModified } = listed;
    const marker = {
      key,
      ...(versionId !== undefined && { versionId, latest }),
      deleteMarker: true as const,
      lastModified,
    };
    return { line: marker, reused: false };
  }
  const again = before && (await reusable(before, listed, deps.sink));
  if (again) return { line: again, reused: true };
  return deps.slots(async () => {
    signal.throwIfAborted();
    const line = await readLine(listed, signal, deps);
    return line && { line, reused: false };
  });
}

function readLine(listed: Listed, signal: AbortSignal, { sink, read }: Deps): Promise<ObjectLine | undefined> {
  if (ARCHIVES.has(listed.storageClass)) return lookAtObject(listed, read, listed.storageClass);
  return sink.fetches ? fetchObject(listed, signal, read) : lookAtObject(listed, read);
}

/**
 * The line of the earlier capture as it is now: the class moves without the object being written, and so does `latest`, which
 * is only said where all versions are captured.
 */
async function reusable(before: ObjectLine, listed: Listed, sink: Sink): Promise<ObjectLine | undefined> {
  const { sha256, size = 0, unavailable, headers = {} } = before;
  if (sha256 === undefined && unavailable !== listed.storageClass) return undefined;
  if (sha256 !== undefined && sink.fetches && !(await sink.has({ sha256, bytes: size }))) return undefined;
  const { latest, storageClass } = listed;
  const { 'x-amz-storage-class': was = 'STANDARD', ...others } = headers;
  // In the order in which it was: then an index of the same objects is the same bytes.
  return {
    ...before,
    latest,
    ...(was !== storageClass && {
      headers: storageClass === 'STANDARD' ? others : { ...others, 'x-amz-storage-class': storageClass },
    }),
    ...(!sink.fetches && { path: undefined }),
  };
}

/** Makes an object's bytes browsable. Called in the order of keys, so that what is in the way of what is always the same. */
async function placed(read: Read | undefined, { sink }: Deps): Promise<Read | undefined> {
  if (!read) return undefined;
  const { key, latest, versionId, sha256, size = 0 } = read.line;
  if (sha256 === undefined || !sink.fetches) return read;
  const at =
    latest === false ? `versions/${objectPath(key)}/${objectPath(versionId ?? 'null')}` : `objects/${objectPath(key)}`;
  return { ...read, line: { ...read.line, path: await sink.place(at, { sha256, bytes: size }) } };
}

function tallyOf(sink: Sink) {
  const told = { objects: 0, bytes: 0, reused: 0 };
  const archived = { objects: 0, bytes: 0 };
  const add = ({ deleteMarker, size = 0, sha256, unavailable }: ObjectLine, reused: boolean) => {
    if (!deleteMarker) told.objects += 1;
    if (sha256 !== undefined) told.bytes += size;
    if (reused && sha256 !== undefined) told.reused += size;
    if (unavailable === undefined) return;
    archived.objects += 1;
    archived.bytes += size;
  };
  return {
    add,
    earlier: (line: ObjectLine) => add(line, false),
    /** Tells what was added since the last time. */
    tell() {
      sink.count(told.objects, told.bytes, told.reused);
      Object.assign(told, { objects: 0, bytes: 0, reused: 0 });
    },
    archived: (): Archived => archived,
  };
}

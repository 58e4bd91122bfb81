import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Change } from '../../capture/change.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { CONFIG } from './bucket-config.ts';
import { grouped } from './grouped.ts';
import { mergeJoin } from './merge-join.ts';
import { byKey, objectLines, OBJECTS, type ObjectLine } from './object-line.ts';

/** What differs between two captures of a bucket: its configuration, and its objects by their keys. */
export async function* compareBuckets(before: CapturedResource, after: CapturedResource): AsyncGenerator<Change> {
  yield* compareDocuments(CONFIG, await before.json(CONFIG), await after.json(CONFIG));
  const sides = [before, after].map((side) => grouped(objectLines(side.lines(OBJECTS)), sameKey));
  const [was = sides[0], is] = sides;
  if (!was || !is) return;
  for await (const { one, other } of mergeJoin(was, is, ([one], [other]) => byKey(one, other))) {
    const key = (one ?? other)?.[0].key ?? '';
    yield* compareCurrent(key, current(one), current(other));
    if (one && other) yield* compareVersions(key, one, other);
  }
}

const sameKey = (one: ObjectLine, other: ObjectLine) => one.key === other.key;

function current(lines: readonly ObjectLine[] = []): ObjectLine | undefined {
  return lines.find(({ latest, deleteMarker }) => latest !== false && !deleteMarker);
}

function* compareCurrent(key: string, was: ObjectLine | undefined, is: ObjectLine | undefined): Generator<Change> {
  if (was && is) {
    yield* compareBytes(key, '', was, is);
    yield* compareDocuments(key, described(was, is), described(is, was));
  } else if (was) yield { file: key, kind: 'removed', path: '', before: shown(was) };
  else if (is) yield { file: key, kind: 'added', path: '', after: shown(is) };
}

/** Only where both sides know all versions. */
function* compareVersions(key: string, were: readonly ObjectLine[], are: readonly ObjectLine[]): Generator<Change> {
  if ([...were, ...are].some(({ latest }) => latest === undefined)) return;
  const is = new Map(are.map((line) => [line.versionId, line]));
  for (const line of were) {
    const path = `versions[${line.versionId}]`;
    if (!is.delete(line.versionId)) yield { file: key, kind: 'removed', path, before: shown(line) };
  }
  for (const line of is.values())
    yield { file: key, kind: 'added', path: `versions[${line.versionId}]`, after: shown(line) };
}

/** By our own hash where both sides have it, since an ETag need not be a hash of the bytes; else by S3's. */
function* compareBytes(file: string, path: string, was: ObjectLine, is: ObjectLine): Generator<Change> {
  const same =
    was.sha256 !== undefined && is.sha256 !== undefined
      ? was.sha256 === is.sha256
      : was.etag === is.etag && was.size === is.size;
  if (!same) yield { file, kind: 'changed', path: `${path}bytes`, before: shown(was), after: shown(is) };
}

/** What an object is besides its bytes; nothing where one side does not know. */
function described(line: ObjectLine, beside: ObjectLine): unknown {
  if (line.headers === undefined || beside.headers === undefined) return {};
  const { headers, metadata = {}, tags = {} } = line;
  return { headers, metadata, tags };
}

function shown({ deleteMarker, size, sha256, etag, unavailable }: ObjectLine): string {
  if (deleteMarker) return 'delete marker';
  const bytes = `${size ?? 0} bytes`;
  if (unavailable !== undefined) return `${bytes}, ${unavailable}`;
  return `${bytes}, ${sha256 === undefined ? `ETag ${etag}` : `sha256 ${sha256.slice(0, 12)}`}`;
}

import { HoldfastError } from '../../errors.ts';
import { compareKeys } from './key-order.ts';

/** The index of a bucket's objects: one line each in the order of keys, with `versions` newest first within a key. */
export const OBJECTS = 'objects.ndjson';

/** One object, version or delete marker of a bucket. */
export interface ObjectLine {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Said of each version where all are captured: whether it is the current one. */
  readonly latest?: boolean | undefined;
  readonly deleteMarker?: true | undefined;
  readonly size?: number | undefined;
  /** Without its quotes. */
  readonly etag?: string | undefined;
  /** In whole seconds. */
  readonly lastModified?: string | undefined;
  /** Of the bytes; absent where they were not fetched. */
  readonly sha256?: string | undefined;
  /** What it is served with and stored as, by the names of HTTP in lower case. */
  readonly headers?: Texts | undefined;
  readonly metadata?: Texts | undefined;
  readonly tags?: Texts | undefined;
  /** Where it can be looked at, below the capture. */
  readonly path?: string | undefined;
  /** Why its bytes cannot be had: the class of an archive (`GLACIER`), or `SSE-C`. */
  readonly unavailable?: string | undefined;
}

type Texts = Readonly<Record<string, string>>;

const TYPES: Readonly<Record<string, string>> = {
  key: 'string',
  versionId: 'string',
  latest: 'boolean',
  deleteMarker: 'boolean',
  size: 'number',
  etag: 'string',
  lastModified: 'string',
  sha256: 'string',
  headers: 'object',
  metadata: 'object',
  tags: 'object',
  path: 'string',
  unavailable: 'string',
};

/** A line of an index, read again. By hand: a schema takes longer for all lines than everything else for what is unchanged. */
export function objectLine(line: unknown): ObjectLine {
  if (!isLine(line)) throw new HoldfastError('CAPTURE.DAMAGED', `A line of ${OBJECTS} is none of an object.`);
  return line;
}

function isLine(line: unknown): line is ObjectLine {
  if (typeof line !== 'object' || line === null || !('key' in line)) return false;
  for (const [name, value] of Object.entries(line)) {
    if (typeof value !== TYPES[name] || value === null) return false;
    if (typeof value === 'object' && !Object.values(value).every((text) => typeof text === 'string')) return false;
  }
  return true;
}

/** Lines of an index, read again. */
export async function* objectLines(lines: AsyncIterable<unknown>): AsyncGenerator<ObjectLine> {
  for await (const line of lines) yield objectLine(line);
}

/** Those of what is current. */
export async function* currentLines(lines: AsyncIterable<ObjectLine>): AsyncGenerator<ObjectLine> {
  for await (const line of lines) if (line.latest !== false && !line.deleteMarker) yield line;
}

export function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return compareKeys(one.key, other.key);
}

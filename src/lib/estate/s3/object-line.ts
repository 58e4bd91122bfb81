import * as z from 'zod';
import { compareKeys } from './key-order.ts';

/** The index of a bucket's objects: one line each in the order of keys, with `versions` newest first within a key. */
export const OBJECTS = 'objects.ndjson';

const TEXTS = z.record(z.string(), z.string());

/** One object, version or delete marker of a bucket. */
export const OBJECT_LINE = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  /** Said of each version where all are captured: whether it is the current one. */
  latest: z.boolean().optional(),
  deleteMarker: z.literal(true).optional(),
  size: z.number().int().nonnegative().optional(),
  /** Without its quotes. */
  etag: z.string().optional(),
  /** In whole seconds. */
  lastModified: z.string().optional(),
  /** Of the bytes; absent where they were not fetched. */
  sha256: z.string().optional(),
  /** What it is served with and stored as, by the names of HTTP in lower case. */
  headers: TEXTS.optional(),
  metadata: TEXTS.optional(),
  tags: TEXTS.optional(),
  /** Where it can be looked at, below the capture. */
  path: z.string().optional(),
  /** Why its bytes cannot be had: the class of an archive (`GLACIER`), or `SSE-C`. */
  unavailable: z.string().optional(),
});

export type ObjectLine = Readonly<z.infer<typeof OBJECT_LINE>>;

/** Lines of an index, read again. */
export async function* objectLines(lines: AsyncIterable<unknown>): AsyncGenerator<ObjectLine> {
  for await (const line of lines) yield OBJECT_LINE.parse(line);
}

/** Those of what is current. */
export async function* currentLines(lines: AsyncIterable<ObjectLine>): AsyncGenerator<ObjectLine> {
  for await (const line of lines) if (line.latest !== false && !line.deleteMarker) yield line;
}

export function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return compareKeys(one.key, other.key);
}

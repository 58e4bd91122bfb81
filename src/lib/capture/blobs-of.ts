import * as z from 'zod';
import { jsonLines } from './captured-resource.ts';
import { staysBelow, type Entry } from './entry.ts';
import type { Blob, CaptureReader } from './store.ts';

/** The indexes below a resource's folder whose lines name bytes of the store: of objects, and of unpacked code, by version of a layer. */
const INDEX = /^(?:objects|(?:[^/]+\/)?source)\.ndjson$/;

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const LINE = z.union([
  z.object({ sha256: SHA256, bytes: z.int().nonnegative(), path: z.string().optional() }),
  z
    .object({ sha256: SHA256, size: z.int().nonnegative(), path: z.string().optional() })
    .transform(({ size, ...line }) => ({ ...line, bytes: size })),
]);

/** Bytes that a capture has, and where they can be looked at below its folder. */
export interface Held extends Blob {
  readonly path?: string;
}

/** The bytes that a line of an index names; `undefined` for one that names none, as of a delete marker. */
export function heldBy(line: unknown): Held | undefined {
  const { sha256, bytes, path } = LINE.safeParse(line).data ?? {};
  if (sha256 === undefined || bytes === undefined) return undefined;
  return { sha256, bytes, ...(path !== undefined && { path }) };
}

/** Everything that a capture has of one resource: its files, and what its indexes name. */
export async function* blobsOf(
  { folder, files }: Pick<Entry, 'folder' | 'files'>,
  reader: Pick<CaptureReader, 'stream'>,
): AsyncIterable<Held> {
  yield* files;
  const indexes = files.filter(
    ({ path }) => path.startsWith(`${folder}/`) && INDEX.test(path.slice(folder.length + 1)),
  );
  for (const index of indexes) {
    for await (const line of jsonLines(reader.stream(index))) {
      const held = heldBy(line);
      if (held?.path === undefined || (held.path.startsWith(`${folder}/`) && staysBelow(held.path))) {
        if (held) yield held;
      } else yield { sha256: held.sha256, bytes: held.bytes };
    }
  }
}

import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import * as z from 'zod';

/** What an archive may hold at most. */
export interface ZipLimits {
  readonly entries: number;
  /** Unpacked, all together. */
  readonly bytes: number;
}

/** Lambda's own limit is 250 MB unpacked; it names none for the number of files. */
const LIMITS: ZipLimits = { entries: 50_000, bytes: 500 * 1024 * 1024 };

/** What came of unpacking; `refused`: nothing, or not everything, was unpacked. */
export const UNPACKED = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unpacked'), files: z.number(), leftOut: z.array(z.string()) }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
]);

export type Unpacked = Readonly<z.infer<typeof UNPACKED>>;

const NAMED_AT_MOST = 20;

/**
 * Unpacks an archive that nobody vouches for: `file` gets each file's path, of plain segments below the archive's root, and its
 * bytes. Refused are archives with paths that lead elsewhere, more entries or bytes than the limits, and broken ones; symbolic
 * links and encrypted files are left out.
 */
export async function unpackZip(
  archive: string,
  file: (path: string, body: Readable) => Promise<void>,
  limits = LIMITS,
): Promise<Unpacked> {
  try {
    const why = await refusal(archive, limits);
    if (why !== undefined) return { kind: 'refused', why };
  } catch (error) {
    return { kind: 'refused', why: broken(error) };
  }
  const zip = await opened(archive);
  const leftOut: string[] = [];
  let files = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (!isPlainFile(entry)) {
      leftOut.push(entry.fileName.slice(0, 200).toWellFormed());
      continue;
    }
    let damaged: unknown;
    const body = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
      damaged = error;
    });
    body?.once('error', (error) => {
      damaged = error;
    });
    try {
      if (body) await file(entry.fileName, body);
    } catch (error) {
      // What the archive is to blame for refuses it; what the store is to blame for is thrown on.
      if (damaged === undefined) throw error;
    }
    if (damaged !== undefined) {
      zip.close();
      return { kind: 'refused', why: broken(damaged) };
    }
    files += 1;
  }
  return { kind: 'unpacked', files, leftOut: leftOut.slice(0, NAMED_AT_MOST) };
}

/** Reads the whole directory before anything is unpacked. The sizes there are held to by yauzl while it reads. */
async function refusal(archive: string, limits: ZipLimits): Promise<string | undefined> {
  const zip = await opened(archive);
  if (zip.entryCount > limits.entries) {
    zip.close();
    return `it has ${zip.entryCount} entries, more than ${limits.entries}`;
  }
  let bytes = 0;
  for await (const entry of zip.eachEntry()) bytes += entry.uncompressedSize;
  return bytes > limits.bytes ? `it has ${bytes} bytes unpacked, more than ${limits.bytes}` : undefined;
}

function opened(archive: string): Promise<ZipFile> {
  // Names are checked by yauzl: absolute ones, `..` and backslashes are errors.
  return openPromise(archive, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
}

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** Archives made elsewhere than on Unix have no type of file: 0. */
function isPlainFile(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  return (type === 0 || type === REGULAR) && !entry.isEncrypted();
}

function broken(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `it is not a sound archive: ${message.slice(0, 200).toWellFormed()}`;
}

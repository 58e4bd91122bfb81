import type { Entry, FileEntry } from './entry.ts';
import type { Blob, CaptureReader } from './store.ts';
import { HoldfastError } from '../errors.ts';

/** One resource of a sealed capture, as services read it. Paths are below its folder. */
export interface CapturedResource {
  readonly entry: Entry;
  /** The file at this path, if there is one. */
  file(path: string): FileEntry | undefined;
  /** A document. Throws `CAPTURE.DAMAGED` where it is not there. */
  json(path: string): Promise<unknown>;
  /** The bytes of a file that must be there. */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** The lines of an index; none where there is no such file. */
  lines(path: string): AsyncIterable<unknown>;
  /** Bytes that an index names. */
  blob(blob: Blob): AsyncIterable<Uint8Array>;
}

/** The resource that this entry describes. */
export function capturedResource(entry: Entry, reader: Pick<CaptureReader, 'bytes' | 'stream'>): CapturedResource {
  const files = new Map(entry.files.map((file) => [file.path.slice(entry.folder.length + 1), file]));
  const there = (path: string): FileEntry => {
    const file = files.get(path);
    if (!file) throw new HoldfastError('CAPTURE.DAMAGED', `${entry.folder}/${path} is not in the capture.`);
    return file;
  };
  return {
    entry,
    file: (path) => files.get(path),
    json: async (path) => JSON.parse(Buffer.from(await reader.bytes(there(path))).toString()),
    stream: (path) => reader.stream(there(path)),
    async *lines(path) {
      const file = files.get(path);
      if (file) yield* jsonLines(reader.stream(file));
    },
    blob: (blob) => reader.stream(blob),
  };
}

/** The values of JSON lines, one at a time whatever their number. A last line without an end is left out. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    let from = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
      if (end > from) yield JSON.parse(rest.toString('utf8', from, end));
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
}

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

/** A longer line is none that Holdfast writes: the longest is the inventory of an estate, some hundred bytes a resource. */
const LONGEST_LINE = 128 * 1024 * 1024;

/**
 * The values of JSON lines, one at a time whatever their number. A last line without an end is left out. Throws `CAPTURE.DAMAGED`
 * for a line of more than 128 MiB.
 */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  // A line that goes on in the next chunk, in pieces: they are put together once.
  let begun: Buffer[] = [];
  let length = 0;
  for await (const read of bytes) {
    const chunk = Buffer.from(read.buffer, read.byteOffset, read.length);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const whole = begun.length > 0 ? Buffer.concat([...begun, chunk.subarray(from, end)]) : undefined;
      [begun, length] = [[], 0];
      if (whole) yield JSON.parse(whole.toString());
      else if (end > from) yield JSON.parse(chunk.toString('utf8', from, end));
      from = end + 1;
    }
    if (from === chunk.length) continue;
    length += chunk.length - from;
    if (length > LONGEST_LINE)
      throw new HoldfastError('CAPTURE.DAMAGED', 'A line of an index is longer than 128 MiB: Holdfast writes none.');
    begun.push(Buffer.from(chunk.subarray(from)));
  }
}

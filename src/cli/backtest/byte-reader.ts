import type { Readable } from 'node:stream';

/** A stream read by bytes and lines, in turn. */
export interface ByteReader {
  /** The next line without its break; `undefined` at the end, and for one that is longer than `most`. */
  line(most: number): Promise<string | undefined>;
  /** As many bytes, or as many as are left. */
  take(count: number): Promise<Uint8Array>;
  /** Passes over as many bytes, without holding them. */
  skip(count: number): Promise<void>;
}

const LINE_BREAK = 10;

/** Reads a stream of bytes as far as it is asked for. */
export function byteReader(stream: Readable): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer | undefined> => {
    const { value, done } = await chunks.next();
    return done === true || !Buffer.isBuffer(value) ? undefined : value;
  };
  const cut = (count: number): Buffer => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    async line(most) {
      while (!held.includes(LINE_BREAK)) {
        const chunk = held.length > most ? undefined : await more();
        if (!chunk) return undefined;
        held = Buffer.concat([held, chunk]);
      }
      const end = held.indexOf(LINE_BREAK);
      return cut(end + 1).toString('utf8', 0, end);
    },
    async take(count) {
      const pieces = [cut(count)];
      let length = pieces[0]?.length ?? 0;
      while (length < count) {
        const chunk = await more();
        if (!chunk) break;
        held = chunk;
        const piece = cut(count - length);
        pieces.push(piece);
        length += piece.length;
      }
      return Buffer.concat(pieces);
    },
    async skip(count) {
      let left = count - cut(count).length;
      while (left > 0) {
        const chunk = await more();
        if (!chunk) return;
        held = chunk;
        left -= cut(left).length;
      }
    },
  };
}

import { createHash } from 'node:crypto';
import { HoldfastError } from '../errors.ts';
import type { Blob, CaptureReader, CaptureWriter, IndexWriter } from './store.ts';

/** Bytes that are longer are counted and hashed, and cannot be read again. */
const LARGEST = 8 * 1024 * 1024;

/** A capture of one resource that is kept in memory, for a look. */
export interface MemoryCapture {
  readonly writer: Pick<CaptureWriter, 'name' | 'keep' | 'has' | 'place' | 'index'>;
  readonly reader: Pick<CaptureReader, 'bytes' | 'stream'>;
}

export function memoryCapture(): MemoryCapture {
  const kept = new Map<string, Uint8Array>();
  const keep = async (body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob> => {
    if (body instanceof Uint8Array) return settle(body);
    const hash = createHash('sha256');
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes <= LARGEST) chunks.push(chunk);
      else chunks.length = 0;
    }
    const sha256 = hash.digest('hex');
    if (bytes <= LARGEST) kept.set(sha256, Buffer.concat(chunks));
    return { sha256, bytes };
  };
  const settle = (bytes: Uint8Array): Blob => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    kept.set(sha256, bytes);
    return { sha256, bytes: bytes.length };
  };
  const read = ({ sha256, bytes }: Blob): Uint8Array => {
    const found = kept.get(sha256);
    if (found) return found;
    throw new HoldfastError('CAPTURE.LARGE', `${bytes} bytes are not kept while only a look is taken.`);
  };
  return {
    writer: {
      name: 'look',
      keep,
      has: async ({ sha256 }) => kept.has(sha256),
      place: async (path) => path,
      index: async (path) => memoryIndex(path, settle),
    },
    reader: {
      bytes: async (blob) => read(blob),
      async *stream(blob) {
        yield read(blob);
      },
    },
  };
}

function memoryIndex(path: string, settle: (bytes: Uint8Array) => Blob): IndexWriter {
  const parts: Buffer[] = [];
  return {
    last: undefined,
    lines: 0,
    append: async (lines) => {
      if (lines.length > 0) parts.push(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
    },
    end: async () => ({ path, ...settle(Buffer.concat(parts)) }),
  };
}

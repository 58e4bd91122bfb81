import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Limits } from '../site/policy.ts';

/** The bytes as they were before content encoding, or why there are none. */
export type Decoding =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array }
  | { readonly kind: 'contradicts' | 'unreadable'; readonly reason: string };

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflate],
  ['zstd', zstdDecompressSync],
]);

/** Transfer matters that S3 may keep in Content-Encoding; they do not change the bytes. */
const PLAIN = new Set(['', 'identity', 'aws-chunked']);

const MAX_ENCODINGS = 4;

/** Below this, no ratio makes a page a bomb: short pages of much the same text compress very well. */
const HARMLESS_BYTES = 1024 * 1024;

/** Undoes the content encodings that are named, the last one first, under the caps on size and ratio. */
export function decodeBytes(stored: Uint8Array, contentEncoding: string | undefined, limits: Limits): Decoding {
  const encodings = (contentEncoding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !PLAIN.has(name));
  if (encodings.length > MAX_ENCODINGS) {
    return unreadable(`The page names ${encodings.length} content encodings; up to ${MAX_ENCODINGS} are undone.`);
  }
  const cap = Math.min(limits.decodedBytes, Math.max(HARMLESS_BYTES, limits.ratio * stored.length));
  let bytes = stored;
  for (const name of encodings.toReversed()) {
    // an empty object is an emptied page, whatever it is said to be encoded with
    if (bytes.length === 0) break;
    const decoding = decodeOne(bytes, name, cap);
    if (decoding.kind !== 'decoded') return decoding;
    ({ bytes } = decoding);
  }
  if (bytes.length <= limits.decodedBytes) return { kind: 'decoded', bytes };
  return unreadable(`The page has ${bytes.length} bytes; pages of up to ${limits.decodedBytes} bytes are read.`);
}

function decodeOne(bytes: Uint8Array, name: string, cap: number): Decoding {
  const decode = DECODERS.get(name);
  if (!decode) return unreadable(`The content encoding ${JSON.stringify(name.slice(0, 40))} is not known.`);
  try {
    return { kind: 'decoded', bytes: decode(bytes, { maxOutputLength: cap }) };
  } catch (error) {
    if (error instanceof RangeError) {
      return unreadable(
        `The ${bytes.length} bytes of ${name} decode to more than ${cap} bytes, which is the limit for them.`,
      );
    }
    return { kind: 'contradicts', reason: `Content-Encoding says ${name}, but the bytes are not ${name}.` };
  }
}

/** `deflate` is a zlib stream by the standard, and often a bare one in practice. */
function inflate(bytes: Uint8Array, options: { maxOutputLength: number }): Buffer {
  try {
    return inflateSync(bytes, options);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return inflateRawSync(bytes, options);
  }
}

/** The compression that bytes show by their first bytes, though they should be text. */
export function undeclaredEncoding(bytes: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08) return 'gzip';
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? 'zstd' : undefined;
}

function unreadable(reason: string): Decoding {
  return { kind: 'unreadable', reason };
}

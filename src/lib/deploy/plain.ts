import { brotliCompressSync, gzipSync } from 'node:zlib';
import { decodeBytes, type Decoding } from '../page/decode-bytes.ts';
import type { Limits } from '../site/policy.ts';
import type { ServedHeaders } from '../site/version.ts';

/** Stored bytes as people edit them: content encodings are undone, under the site's limits. */
export function plainOf(stored: { bytes: Uint8Array; headers: ServedHeaders }, limits: Limits): Decoding {
  return decodeBytes(stored.bytes, stored.headers.contentEncoding, limits);
}

/**
 * Plain bytes as they are stored under these headers: compressed again as gzip or Brotli where the live version is. What
 * else it was encoded with cannot be made again: then the headers lose their encoding.
 */
export function storedAs(plain: Uint8Array, headers: ServedHeaders): { bytes: Uint8Array; headers: ServedHeaders } {
  const encoding = headers.contentEncoding?.trim().toLowerCase();
  if (encoding === 'gzip') return { bytes: gzipSync(plain), headers };
  if (encoding === 'br') return { bytes: brotliCompressSync(plain), headers };
  const { contentEncoding: _encoding, ...rest } = headers;
  return { bytes: plain, headers: rest };
}

import type { Content } from '../site/bucket.ts';
import type { Limits } from '../site/policy.ts';
import { decodeText } from './charset.ts';
import { decodeBytes } from './decode-bytes.ts';
import { claimsHtml } from './syntax.ts';

/** Reads what was kept of a page as text, within limits; `undefined` when it cannot be read so. */
export function storedText({ bytes, headers }: Content, key: string, limits: Limits): string | undefined {
  const decoding = decodeBytes(bytes, headers.contentEncoding, limits);
  if (decoding.kind !== 'decoded') return undefined;
  return decodeText(decoding.bytes, headers.contentType, claimsHtml(key, headers.contentType));
}

import { TextDecoder } from 'node:util';

const META_BYTES = 1024;

/**
 * The text of a page's bytes, after byte order mark, Content-Type, the page's own `<meta>` (within its first 1,024
 * bytes), else UTF-8. Never fails: unknown labels count as UTF-8, and what is not valid becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined, html: boolean): string {
  const label = byteOrderMark(bytes) ?? headerCharset(contentType) ?? (html ? metaCharset(bytes) : undefined);
  return decoderFor(label ?? 'utf-8').decode(bytes);
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('utf-8');
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function headerCharset(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
}

function metaCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, META_BYTES)).toString('latin1');
  const label = /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head.replaceAll(/<!--.*?-->/gs, ''))?.[1];
  // a page whose meta could be read as ASCII is not UTF-16, whatever it says (HTML standard, "prescan a byte stream")
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

import { decodeText } from '../page/charset.ts';
import { decodeBytes, undeclaredEncoding } from '../page/decode-bytes.ts';
import type { PageAddress } from '../page/page-address.ts';
import type { PageBytes } from '../page/read-page.ts';
import { claimsHtml, syntaxOf } from '../page/syntax.ts';
import { DEFAULT_LIMITS } from '../site/policy.ts';
import { Fetcher, type PreviewLimits, type ReadAsset } from './assets.ts';
import { inlineData } from './inline-data.ts';
import { inlineSheets } from './inline-sheets.ts';
import { bytesOf } from './pieces.ts';
import { pageDocument, reasonDocument, textDocument } from './preview-document.ts';
import { rewriteHtml } from './rewrite-html.ts';

/**
 * Bounds that fit what one function may answer, 6 MB (Lambda quotas, "Invocation payload"), and how long and with how
 * much memory `on-request` may work for it.
 */
export const PREVIEW_LIMITS: PreviewLimits = {
  documentBytes: 4_500_000,
  assetBytes: 1_500_000,
  sheetBytes: 6_000_000,
  fetchedBytes: 12_000_000,
  assets: 200,
};

/** Decoded bytes of a page beyond which it is not shown. */
const MAX_DECODED = 8 * 1024 * 1024;

/** What stands around the page's own markup takes less. */
const FRAME_BYTES = 4000;

/** Doctypes that choose how a browser lays out a page; nothing is fetched for them. */
const DOCTYPE =
  /^\uFEFF?\s*(?:<!--[^>]{0,2000}-->\s*)?(<!doctype\s{1,9}html(?:\s{1,9}(?:public|system)(?:\s{1,9}"[^"<>]{0,200}"){1,2})?\s{0,9}>)/i;

/**
 * A version of a page as a document of its own, at most `documentBytes` long in JSON: what it needs of its site is in it, nothing
 * runs, nothing leads away, and nothing loads from elsewhere. What cannot be shown gives a document that says why. To be
 * served with `previewHeaders`, on which its safety rests.
 */
export async function previewOf(
  { bytes, headers, ...page }: PageBytes & PageAddress,
  read: ReadAsset,
  limits: PreviewLimits = PREVIEW_LIMITS,
): Promise<string> {
  const decoding = decodeBytes(bytes, headers.contentEncoding, { ...DEFAULT_LIMITS, decodedBytes: MAX_DECODED });
  if (decoding.kind !== 'decoded') return reasonDocument(`There is no preview. ${decoding.reason}`);
  const packed = undeclaredEncoding(decoding.bytes);
  if (packed) return reasonDocument(`There is no preview. The bytes are ${packed}, which no Content-Encoding says.`);
  const text = decodeText(decoding.bytes, headers.contentType, claimsHtml(page.key, headers.contentType));
  if (syntaxOf(page.key, headers.contentType, text) !== 'html') return plainPreview(text, limits);
  return htmlPreview(text, page, new Fetcher(read, limits), limits);
}

function plainPreview(text: string, { documentBytes }: PreviewLimits): string {
  // a character takes at most six bytes once it is escaped, for HTML or for JSON
  const most = Math.floor((documentBytes - FRAME_BYTES) / 6);
  if (text.length <= most) return textDocument(text, undefined);
  return textDocument(text.slice(0, most).toWellFormed(), 'The text is cut here: it is too long to be shown whole.');
}

async function htmlPreview(text: string, page: PageAddress, fetcher: Fetcher, limits: PreviewLimits): Promise<string> {
  const room = limits.documentBytes - FRAME_BYTES;
  const { pieces, cut } = rewriteHtml(text, page, room);
  const left = room - pieces.reduce((sum, piece) => sum + bytesOf(piece), 0);
  const styled = await inlineSheets(pieces, page, fetcher, left, limits);
  const { html, missing } = await inlineData(styled.pieces, fetcher, styled.left);
  return pageDocument(DOCTYPE.exec(text)?.[1] ?? '', html, noticeOf(cut, missing + styled.missing));
}

function noticeOf(cut: boolean, missing: number): string | undefined {
  const left = missing === 1 ? '1 picture, font or style sheet is' : `${missing} pictures, fonts or style sheets are`;
  if (cut) return 'The page is cut here: it is too long to be shown whole.';
  return missing === 0 ? undefined : `${left} left out: not in the bucket any more, too large, or too many.`;
}

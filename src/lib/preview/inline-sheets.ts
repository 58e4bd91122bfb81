import pMap from 'p-map';
import { decodeText } from '../page/charset.ts';
import type { PageAddress } from '../page/page-address.ts';
import type { Asset, Fetcher } from './assets.ts';
import { isStyleSheet } from './media-types.ts';
import { bytesOf, type Piece, type Wanted } from './pieces.ts';
import { rewriteCss } from './rewrite-css.ts';

type Sheet = Extract<Wanted, { kind: 'sheet' }>;

const AT_ONCE = 8;

/** Puts style sheets, and what they import, in their places: each that still fits into `bytes`. Counts the others. */
export async function inlineSheets(
  pieces: readonly Piece[],
  page: PageAddress,
  fetcher: Fetcher,
  bytes: number,
): Promise<{ readonly pieces: readonly Piece[]; readonly left: number; readonly missing: number }> {
  const linked = await withSheets(pieces, page, fetcher, bytes);
  const imported = await withSheets(linked.pieces, page, fetcher, linked.left);
  return { ...imported, missing: linked.missing + imported.missing };
}

async function withSheets(pieces: readonly Piece[], page: PageAddress, fetcher: Fetcher, bytes: number) {
  const keys = new Set(pieces.filter(isSheet).map(({ key }) => key));
  const fetched = await pMap(keys, async (key) => [key, await fetcher.fetch(key, bytes)] as const, {
    concurrency: AT_ONCE,
  });
  const assets = new Map(fetched);
  const read = new Map<string, Rewritten>();
  const result: Piece[] = [];
  let [left, missing] = [bytes, 0];
  for (const piece of pieces) {
    if (!isSheet(piece)) {
      result.push(piece);
      continue;
    }
    const found = assets.get(piece.key);
    const asset = found && isStyleSheet(piece.key, found.contentType) ? found : undefined;
    if (asset && !read.has(piece.key)) read.set(piece.key, rewritten(piece, asset, page));
    const css = read.get(piece.key);
    if (!css || css.bytes + bytesOf(piece) > left) {
      missing += 1;
      continue;
    }
    left -= css.bytes + bytesOf(piece);
    result.push(piece.before);
    for (const each of css.pieces) result.push(each);
    result.push(piece.after);
  }
  return { pieces: result, left, missing };
}

interface Rewritten {
  readonly pieces: readonly Piece[];
  readonly bytes: number;
}

function rewritten({ url, nested }: Sheet, { bytes, contentType }: Asset, page: PageAddress): Rewritten {
  const pieces = rewriteCss(decodeText(bytes, contentType, false), { base: url, page, imports: !nested });
  return { pieces, bytes: pieces.reduce((sum, piece) => sum + bytesOf(piece), 0) };
}

function isSheet(piece: Piece): piece is Sheet {
  return typeof piece !== 'string' && piece.kind === 'sheet';
}

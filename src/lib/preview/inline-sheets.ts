import { decodeText } from '../page/charset.ts';
import type { PageAddress } from '../page/page-address.ts';
import { type Asset, AT_ONCE, type Fetcher, type PreviewLimits } from './assets.ts';
import { isStyleSheet } from './media-types.ts';
import { bytesOf, type Piece, type Wanted } from './pieces.ts';
import { rewriteCss } from './rewrite-css.ts';

type Sheet = Extract<Wanted, { kind: 'sheet' }>;

/** Puts style sheets, and what they import, in their places: each that still fits into `bytes`. Counts the others. */
export async function inlineSheets(
  pieces: readonly Piece[],
  page: PageAddress,
  fetcher: Fetcher,
  bytes: number,
  { sheetBytes }: Pick<PreviewLimits, 'sheetBytes'>,
): Promise<{ readonly pieces: readonly Piece[]; readonly left: number; readonly missing: number }> {
  const sheets = new Sheets(page, fetcher, bytes, sheetBytes);
  const linked = await sheets.into(pieces);
  const imported = await sheets.into(linked);
  return { pieces: imported, left: sheets.left, missing: sheets.missing };
}

class Sheets {
  readonly #page: PageAddress;
  readonly #fetcher: Fetcher;
  /** Bytes of style sheets that may still be read. */
  #unread: number;
  left: number;
  missing = 0;

  constructor(page: PageAddress, fetcher: Fetcher, bytes: number, sheetBytes: number) {
    this.#page = page;
    this.#fetcher = fetcher;
    this.left = bytes;
    this.#unread = sheetBytes;
  }

  /** Some at a time, so that what the first ones leave is all that the next ones are fetched for. */
  async into(pieces: readonly Piece[]): Promise<readonly Piece[]> {
    const wanted = pieces.filter(isSheet);
    const found = new Map<Sheet, readonly Piece[]>();
    const known = new Map<string, Rewritten | undefined>();
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const some = wanted.slice(at, at + AT_ONCE);
      const most = this.#most();
      const assets = await Promise.all(some.map(async ({ key }) => this.#fetcher.fetch(key, most)));
      for (const [index, piece] of some.entries()) {
        const { key } = piece;
        if (!known.has(key)) known.set(key, this.#rewritten(piece, assets[index]));
        const css = known.get(key);
        if (!css || css.bytes > this.left) {
          this.missing += 1;
          continue;
        }
        this.left -= css.bytes;
        found.set(piece, css.pieces);
      }
    }
    return pieces.flatMap((piece) => (isSheet(piece) ? around(piece, found.get(piece)) : piece));
  }

  #most(): number {
    return Math.min(this.left, this.#unread);
  }

  /** Nothing of a sheet that does not fit: it is not even read to its end. */
  #rewritten({ key, url, nested }: Sheet, asset: Asset | undefined): Rewritten | undefined {
    if (!asset || asset.bytes.length > this.#most() || !isStyleSheet(key, asset.contentType)) return undefined;
    this.#unread -= asset.bytes.length;
    const css = decodeText(asset.bytes, asset.contentType, false);
    const pieces = rewriteCss(css, { base: url, page: this.#page, imports: !nested }, this.left);
    const bytes = pieces.reduce((sum, piece) => sum + bytesOf(piece), 0);
    return bytes > this.left ? undefined : { pieces, bytes };
  }
}

interface Rewritten {
  readonly pieces: readonly Piece[];
  readonly bytes: number;
}

const around = ({ before, after }: Sheet, pieces: readonly Piece[] | undefined): readonly Piece[] =>
  pieces ? [before, ...pieces, after] : [];

function isSheet(piece: Piece): piece is Sheet {
  return typeof piece !== 'string' && piece.kind === 'sheet';
}

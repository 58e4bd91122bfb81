import { type Asset, AT_ONCE, type Fetcher } from './assets.ts';
import { mediaType } from './media-types.ts';
import type { Piece, Wanted } from './pieces.ts';

type Data = Exclude<Wanted, { kind: 'sheet' }>;

/** Puts images, then fonts, in their places as data: each that still fits into `bytes`. Counts the others. */
export async function inlineData(
  pieces: readonly Piece[],
  fetcher: Fetcher,
  bytes: number,
): Promise<{ readonly html: string; readonly missing: number }> {
  const wanted = pieces.filter(isData);
  const found = new Map<Data, string>();
  const known = new Map<string, string | undefined>();
  let [left, missing] = [bytes, 0];
  for (const kind of ['image', 'font'] as const) {
    const these = wanted.filter((piece) => piece.kind === kind);
    for (let at = 0; at < these.length; at += AT_ONCE) {
      const some = these.slice(at, at + AT_ONCE);
      await Promise.all(
        some.map(async ({ key }) => {
          if (!known.has(key)) known.set(key, dataOf(key, await fetcher.fetch(key, base64Fits(left))));
        }),
      );
      for (const piece of some) {
        const data = known.get(piece.key);
        if (data === undefined || data.length > left) {
          missing += 1;
          continue;
        }
        left -= data.length;
        found.set(piece, data);
      }
    }
  }
  const written = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const data = isData(piece) ? found.get(piece) : undefined;
    return data === undefined ? piece.otherwise : piece.before + data + piece.after;
  });
  return { html: written.join(''), missing };
}

/** How many bytes still fit once they are written in base 64. */
const base64Fits = (left: number): number => Math.floor((left * 3) / 4) - 100;

function dataOf(key: string, asset: Asset | undefined): string | undefined {
  if (!asset) return undefined;
  const type = mediaType(key, asset.contentType);
  return type === undefined ? undefined : `data:${type};base64,${Buffer.from(asset.bytes).toString('base64')}`;
}

function isData(piece: Piece): piece is Data {
  return typeof piece !== 'string' && piece.kind !== 'sheet';
}

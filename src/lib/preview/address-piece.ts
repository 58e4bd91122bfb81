import { assetKey, type PageAddress, resolve } from '../page/page-address.ts';
import { isFont } from './media-types.ts';
import type { Piece } from './pieces.ts';

/** Where addresses of a document or style sheet are read. */
export interface Place {
  readonly base: URL;
  readonly page: PageAddress;
}

/** The address of an image or font between `before` and `after`: data, once it is fetched. What loads nothing by itself
 * stays as it is; of other hosts, and of what is no address, there is nothing. `quote` escapes what stays.
 */
export function addressPiece(
  value: string | undefined,
  { base, page }: Place,
  { before, after, otherwise }: { readonly before: string; readonly after: string; readonly otherwise: string },
  quote: (address: string) => string,
): Piece {
  const address = value?.trim() ?? '';
  if (/^data:/i.test(address) || /^#[\w:.-]+$/.test(address)) return before + quote(address) + after;
  const url = address === '' ? undefined : resolve(address, base);
  const key = assetKey(url, page);
  if (key === undefined) return otherwise;
  return { kind: isFont(key) ? 'font' : 'image', key, before, after: quote(url?.hash ?? '') + after, otherwise };
}

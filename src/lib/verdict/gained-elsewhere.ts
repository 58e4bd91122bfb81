import type { Baseline } from '../site/page-record.ts';
import type { TokenRecord } from '../site/site-record.ts';

/** How long before or after a token's loss its gain by another page counts as the same move. */
export const MOVE_WINDOW_MS = 15 * 60 * 1000;

/**
 * Of all pages that have or had a token, those that gained it after this page's baseline was uploaded and within 15
 * minutes of its loss. A token that was on both pages all along does not count. Times are S3's LastModified.
 */
export function gainedElsewhere(
  homes: readonly TokenRecord[],
  page: { readonly key: string; readonly baseline: Pick<Baseline, 'lastModified'> },
  lostAt: string,
): string[] {
  return homes
    .filter((home) => home.state === 'live' && home.key !== page.key && home.gainedAt > page.baseline.lastModified)
    .filter((home) => Math.abs(Date.parse(home.gainedAt) - Date.parse(lostAt)) <= MOVE_WINDOW_MS)
    .map((home) => home.key);
}

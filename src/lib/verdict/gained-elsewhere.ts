import type { Baseline } from '../site/page-record.ts';
import type { TokenRecord } from '../site/site-record.ts';

/** How long before or after a token's loss its gain by another page counts as the same move. */
export const MOVE_WINDOW_MS = 15 * 60 * 1000;

/**
 * Where a token that this page lost has moved to: the one other page that has it, when that page gained it after this
 * page's baseline was uploaded and within 15 minutes of the loss. A token that several other pages have, or that was on
 * both pages all along, is shared and did not move. Times are S3's LastModified.
 */
export function gainedElsewhere(
  homes: readonly TokenRecord[],
  page: { readonly key: string; readonly baseline: Pick<Baseline, 'lastModified'> },
  lostAt: string,
): string | undefined {
  const [home, ...more] = homes.filter(({ state, key }) => state === 'live' && key !== page.key);
  if (!home || more.length > 0 || home.gainedAt <= page.baseline.lastModified) return undefined;
  return Math.abs(Date.parse(home.gainedAt) - Date.parse(lostAt)) <= MOVE_WINDOW_MS ? home.key : undefined;
}

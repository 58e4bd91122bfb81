import pMap from 'p-map';
import { replayHistory, type PageHistory, type ReplayedHistory } from '../../lib/backtest/page-history.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import { counted, printable, shortened } from '../printable.ts';

/** Pages of a bucket that are read at once: what they remember is held for each. */
export const BUCKET_PAGES_AT_ONCE = 4;

/** Replays the histories of pages, in their order. */
export function runBacktest(
  histories: readonly PageHistory[],
  site: SiteRecord,
  { atOnce, progress }: { atOnce: number; progress: (text: string) => void },
): Promise<ReplayedHistory[]> {
  let versions = 0;
  return pMap(
    histories,
    (history) =>
      replayHistory(history, site, () => {
        versions += 1;
        progress(`replayed ${counted(versions, 'version')}, now of ${printable(shortened(history.name))}`);
      }),
    { concurrency: atOnce },
  );
}

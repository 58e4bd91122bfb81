import type { Baseline } from '../site/page-record.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { lostTokens } from './check-tokens.ts';
import { shownKey, type Suspicion } from './severity.ts';

/** `page.deleted`: grave, unless a lifecycle rule did it or the page was renamed (all its tokens are elsewhere now). */
export function deletionFindings(
  baseline: Baseline,
  byLifecycle: boolean,
  { site, gainedElsewhere }: { site: SiteRecord; gainedElsewhere: ReadonlyMap<string, string> },
): Suspicion[] {
  if (byLifecycle) {
    return [{ code: 'page.deleted', grave: false, says: 'A lifecycle rule of the bucket expired the page.' }];
  }
  const lost = lostTokens(baseline, [], site);
  const homes = new Set(lost.map((token) => gainedElsewhere.get(token) ?? ''));
  if (lost.length > 0 && !homes.has('')) {
    const where = [...homes].map(shownKey).join(', ');
    return [
      { code: 'page.deleted', grave: false, says: `The page was deleted; all its features are now live on ${where}.` },
    ];
  }
  const features = lost.length > 0 ? `, and with it ${lost.join(', ')}` : '';
  return [{ code: 'page.deleted', says: `The page was deleted${features}.` }];
}

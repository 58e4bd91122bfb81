import type { PageContent } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import type { Suspicion } from './severity.ts';

/** `page.emptied`: nothing is left, or no text that a visitor could see where the baseline had some. */
export function emptiedFindings(baseline: Baseline, content: PageContent): Suspicion[] {
  if (content.text.trim() === '' && baseline.size > 0) {
    return [{ code: 'page.emptied', says: 'The upload is empty: no byte of content is left.' }];
  }
  if (baseline.hasText && !content.hasText) {
    return [{ code: 'page.emptied', says: 'The upload shows no text any more.' }];
  }
  return [];
}

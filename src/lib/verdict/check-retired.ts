import type { PageContent } from '../page/page-content.ts';
import { findPhrases } from '../page/phrases.ts';
import type { Baseline } from '../site/page-record.ts';
import { retiredPhrases, retiredTokens, type SiteRecord } from '../site/site-record.ts';
import type { Suspicion } from './severity.ts';

/** Whether the version has anything retired: only then is the baseline's content needed to judge. */
export function hasRetired(content: PageContent, site: SiteRecord): boolean {
  const retired = retiredTokens(site);
  return (
    content.tokens.keys().some((token) => retired.has(token)) || findPhrases(content, retiredPhrases(site)).size > 0
  );
}

/** `retired.returned`: a retired token or phrase that the baseline has not is on the page again. */
export function retiredFindings(
  baseline: Baseline | undefined,
  content: PageContent,
  { site, before }: { site: SiteRecord; before?: PageContent },
): Suspicion[] {
  const had = before ? findPhrases(before, retiredPhrases(site)) : new Map<string, unknown>();
  const phrases = findPhrases(content, retiredPhrases(site))
    .entries()
    .filter(([phrase]) => !had.has(phrase))
    .map(([phrase, place]): Suspicion => {
      return {
        code: 'retired.returned',
        phrase,
        place,
        says: `The upload brought the retired phrase "${phrase}" back, in line ${place.line}.`,
      };
    });
  const retired = retiredTokens(site);
  const tokens = content.tokens
    .entries()
    .filter(([token]) => retired.has(token) && !baseline?.tokens.includes(token))
    .map(([token, place]): Suspicion => {
      return {
        code: 'retired.returned',
        token,
        place,
        says: `The upload brought the retired feature ${token} back, in line ${place.line}.`,
      };
    });
  return [...tokens, ...phrases];
}

import type { History } from '../history/history.ts';
import { tokenIn } from '../page/anatomy.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import { retiredTokens, type SiteRecord } from '../site/site-record.ts';
import { shownKey, type Suspicion } from './severity.ts';

/** Tokens that the baseline has and the version has not, without those that were retired on purpose. */
export function lostTokens(baseline: Baseline, tokens: Iterable<string>, site: SiteRecord): string[] {
  const live = new Set(tokens);
  const retired = retiredTokens(site);
  return baseline.tokens.filter((token) => !live.has(token) && !retired.has(token));
}

/** `token.lost`, with the place where it stood in the baseline if that is known; `token.moved` where another page gained it. */
export function tokenFindings(
  baseline: Baseline,
  content: Pick<PageContent, 'tokens'>,
  { site, gainedElsewhere, history }: TokenKnowledge,
): Suspicion[] {
  return lostTokens(baseline, content.tokens.keys(), site).map((token): Suspicion => {
    const nowOn = gainedElsewhere.get(token);
    if (nowOn !== undefined) {
      const says = `The upload lost the feature ${token}, which is now live on ${shownKey(nowOn)}.`;
      return { code: 'token.moved', token, nowOn, says };
    }
    const stood = history?.anatomy && tokenIn(history.anatomy, token);
    const says = `The upload lost the feature ${token}.`;
    return { code: 'token.lost', token, says, ...(stood && { place: stood.place, placeIn: 'baseline' }) };
  });
}

interface TokenKnowledge {
  readonly site: SiteRecord;
  readonly gainedElsewhere: ReadonlyMap<string, string>;
  readonly history?: History;
}

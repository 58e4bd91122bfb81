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

/** `token.lost`, or `token.moved` where another page has just gained it; placed where it stood in the baseline, if known. */
export function tokenFindings(
  baseline: Baseline,
  content: Pick<PageContent, 'tokens'>,
  { site, gainedElsewhere, history }: TokenKnowledge,
): Suspicion[] {
  return lostTokens(baseline, content.tokens.keys(), site).map((token) => {
    const nowOn = gainedElsewhere.get(token);
    const stood = history?.anatomy && tokenIn(history.anatomy, token);
    const placed = stood ? ({ place: stood.place, placeIn: 'baseline' } as const) : {};
    return nowOn === undefined
      ? { code: 'token.lost', token, says: `The upload lost the feature ${token}.`, ...placed }
      : {
          code: 'token.moved',
          token,
          nowOn,
          says: `The upload lost the feature ${token}, which is now live on ${shownKey(nowOn)}.`,
          ...placed,
        };
  });
}

interface TokenKnowledge {
  readonly site: SiteRecord;
  readonly gainedElsewhere: ReadonlyMap<string, string>;
  readonly history?: History;
}

import { type Anatomy, tokenIn } from '../page/anatomy.ts';
import type { PageContent } from '../page/page-content.ts';
import type { TokenContent } from '../page/token-contents.ts';
import { retiredTokens, type SiteRecord } from '../site/site-record.ts';
import type { Suspicion } from './severity.ts';

type Kind = 'elements' | 'text' | 'sources' | 'handlers';

const KINDS = [
  ['elements', 'element', 'elements'],
  ['text', 'character of text', 'characters of text'],
  ['sources', 'link or source', 'links or sources'],
  ['handlers', 'handler or script', 'handlers or scripts'],
] as const satisfies readonly (readonly [Kind, string, string])[];

/**
 * `token.hollow`: a feature of the baseline is still marked in the upload, but its elements hold nothing any more
 * (grave), or none of the sources, handlers or text that they held, and nothing has taken their place. What was retired
 * may be emptied.
 */
export function hollowFindings(before: Anatomy, content: PageContent, { site }: { site: SiteRecord }): Suspicion[] {
  const retired = retiredTokens(site);
  return [...content.tokens].flatMap(([token, place]): Suspicion[] => {
    const was = retired.has(token) ? undefined : tokenIn(before, token)?.content;
    const is = was && tokenIn(content.anatomy, token)?.content;
    const loss = is && lossOf(was, is);
    return loss ? [{ code: 'token.hollow', token, place, grave: loss.grave, says: sentence(token, was, loss) }] : [];
  });
}

interface Loss {
  readonly grave: boolean;
  /** What there was and is not any more at all. */
  readonly gone: readonly Kind[];
}

function lossOf(was: TokenContent, is: TokenContent): Loss | undefined {
  // a script was to fill it, or is now
  if (was.waiting || is.waiting) return undefined;
  const gone = KINDS.map(([kind]) => kind).filter((kind) => was[kind] > 0 && is[kind] === 0);
  const left = KINDS.some(([kind]) => is[kind] > 0);
  if (!left) return gone.length > 0 ? { grave: true, gone } : undefined;
  const missed = isRewritten(was, is) ? [] : gone.filter((kind) => isMissed(kind, was, is));
  return missed.length > 0 ? { grave: false, gone: missed } : undefined;
}

/** Whether something is new in it, or runs on the page, that can be there instead: then the loss may be meant. */
function isRewritten(was: TokenContent, is: TokenContent): boolean {
  return (
    was.carrier !== is.carrier ||
    is.scriptElsewhere > was.scriptElsewhere ||
    KINDS.some(([kind]) => is[kind] > was[kind])
  );
}

/** Elements alone are not missed, nor is text where as many of them as before may show by style what it said. */
function isMissed(kind: Kind, was: TokenContent, is: TokenContent): boolean {
  if (kind === 'text') return is.elements === 0 || is.elements < was.elements;
  return kind !== 'elements';
}

function sentence(token: string, was: TokenContent, { grave, gone }: Loss): string {
  const amounts = KINDS.filter(([kind]) => gone.includes(kind)).map(([kind, one, many]) => {
    if (was[kind] !== 1) return `${grave ? '' : 'all of its '}${was[kind]} ${many}`;
    return grave ? `1 ${one}` : `its only ${one}`;
  });
  const are = gone.length === 1 && was[gone[0] ?? 'text'] === 1 ? 'is' : 'are';
  return grave
    ? `The upload left the feature ${token} empty: its ${listed(amounts)} ${are} gone.`
    : `The upload kept the feature ${token}, but ${listed(amounts)} ${are} gone.`;
}

function listed(amounts: readonly string[]): string {
  return [amounts.slice(0, -1).join(', '), ...amounts.slice(-1)].filter((part) => part !== '').join(' and ');
}

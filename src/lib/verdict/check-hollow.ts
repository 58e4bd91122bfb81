import { type Anatomy, tokenIn } from '../page/anatomy.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Part } from '../page/parts.ts';
import type { TokenContent } from '../page/token-contents.ts';
import { retiredTokens, type SiteRecord } from '../site/site-record.ts';
import { partsBeyond } from './same-part.ts';
import type { Suspicion } from './severity.ts';

type Kind = 'elements' | 'text' | 'sources' | 'handlers';

const KINDS = [
  ['elements', 'element', 'elements'],
  ['text', 'character of text', 'characters of text'],
  ['sources', 'link or source', 'links or sources'],
  ['handlers', 'handler or script', 'handlers or scripts'],
] as const satisfies readonly (readonly [Kind, string, string])[];

/**
 * `token.hollow`: a feature of the baseline is still marked in the upload, but its elements hold nothing any more, or none
 * of the sources, handlers or text that they held, and nothing has taken their place. Grave where nothing is left, and
 * nothing new that could fill it. What was retired may be emptied.
 */
export function hollowFindings(before: Anatomy, content: PageContent, { site }: { site: SiteRecord }): Suspicion[] {
  const retired = retiredTokens(site);
  const gained = gainedParts(before.parts, content.anatomy.parts);
  return [...content.tokens].flatMap(([token, place]): Suspicion[] => {
    const was = retired.has(token) ? undefined : tokenIn(before, token)?.content;
    const is = was && tokenIn(content.anatomy, token)?.content;
    const loss = is && lossOf(was, is, gained);
    return loss ? [{ code: 'token.hollow', token, place, grave: loss.grave, says: sentence(token, was, loss) }] : [];
  });
}

interface Loss {
  readonly grave: boolean;
  readonly empty: boolean;
  /** What there was and is not any more at all. */
  readonly gone: readonly Kind[];
}

function lossOf(was: TokenContent, is: TokenContent, gained: ReadonlySet<Part['kind']>): Loss | undefined {
  // a script was to fill it, or is now
  if (was.waiting || is.waiting) return undefined;
  const gone = KINDS.map(([kind]) => kind).filter((kind) => was[kind] > 0 && is[kind] === 0);
  const empty = is.label <= was.label && KINDS.every(([kind]) => is[kind] === 0);
  const rewritten = gained.has('script') || isRewritten(was, is);
  if (empty) {
    const grave = !rewritten && !gained.has('stylesheet') && !isDressed(was, is);
    return gone.length > 0 ? { grave, empty, gone } : undefined;
  }
  const missed = rewritten ? [] : gone.filter((kind) => isMissed(kind, was, is));
  return missed.length > 0 ? { grave: false, empty, gone: missed } : undefined;
}

/** Whether something is new in it, or runs on the page, that can be there instead: then the loss may be meant. */
function isRewritten(was: TokenContent, is: TokenContent): boolean {
  return (
    was.carrier !== is.carrier ||
    is.scriptElsewhere > was.scriptElsewhere ||
    KINDS.some(([kind]) => is[kind] > was[kind])
  );
}

/** Whether a script may fill it by a new attribute, or a style sheet show what it says. */
const isDressed = (was: TokenContent, is: TokenContent): boolean =>
  is.attributes > was.attributes || is.otherwise > was.otherwise;

/** The kinds of which a page has a part of a new name. */
function gainedParts(before: readonly Part[], parts: readonly Part[]): ReadonlySet<Part['kind']> {
  return new Set(partsBeyond(parts, before).map(({ kind }) => kind));
}

/** Elements alone are not missed, nor is text where a label says it, or as many of them as before may show it by style. */
function isMissed(kind: Kind, was: TokenContent, is: TokenContent): boolean {
  if (kind === 'text') return is.label <= was.label && (is.elements === 0 || is.elements < was.elements);
  return kind !== 'elements';
}

function sentence(token: string, was: TokenContent, { empty, gone }: Loss): string {
  const amounts = KINDS.filter(([kind]) => gone.includes(kind)).map(([kind, one, many]) => {
    if (was[kind] !== 1) return `${empty ? '' : 'all of its '}${was[kind]} ${many}`;
    return empty ? `1 ${one}` : `its only ${one}`;
  });
  const are = gone.length === 1 && was[gone[0] ?? 'text'] === 1 ? 'is' : 'are';
  return empty
    ? `The upload left the feature ${token} empty: its ${listed(amounts)} ${are} gone.`
    : `The upload kept the feature ${token}, but ${listed(amounts)} ${are} gone.`;
}

function listed(amounts: readonly string[]): string {
  return [amounts.slice(0, -1).join(', '), ...amounts.slice(-1)].filter((part) => part !== '').join(' and ');
}

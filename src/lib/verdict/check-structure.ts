import type { Anatomy } from '../page/anatomy.ts';
import type { PageContent } from '../page/page-content.ts';
import { MAX_PARTS, type Part } from '../page/parts.ts';
import { isSamePart, partsBeyond } from './same-part.ts';
import type { Suspicion } from './severity.ts';

/** How one and several of each kind are called. */
const KINDS: readonly (readonly [Part['kind'], one: string, many: string])[] = [
  ['script', 'the script', 'scripts'],
  ['stylesheet', 'the style sheet', 'style sheets'],
  ['form', 'the form', 'forms'],
  ['canonical', 'the canonical link', 'canonical links'],
  ['json-ld', 'the JSON-LD block', 'JSON-LD blocks'],
];

/** Parts that a sentence names; it counts the rest. */
const NAMED = 4;
const LONGEST_NAME = 80;

/**
 * `page.structure`: scripts, style sheets, forms, canonical links or JSON-LD blocks of the baseline are gone; one finding
 * for each kind, with the place of the first in the baseline.
 */
export function structureFindings(before: Anatomy, content: PageContent): Suspicion[] {
  if (!content.html || before.parts.length === 0) return [];
  const { parts } = content.anatomy;
  // what is not on a full list may still be on the page
  if (parts.length >= MAX_PARTS) return [];
  const lost = lostParts(before.parts, parts);
  return KINDS.flatMap(([kind, one, many]): Suspicion[] => {
    const [first, ...more] = lost.filter((part) => part.kind === kind);
    if (!first) return [];
    const says = more.length === 0 ? saysOne(one, first) : saysMany(many, [first, ...more]);
    return [{ code: 'page.structure', says, place: first.place, placeIn: 'baseline' }];
  });
}

/** What is neither there by name nor, moved or renamed, as one of those parts that the baseline has not. */
function lostParts(before: readonly Part[], after: readonly Part[]): Part[] {
  const spare = new Set(partsBeyond(after, before));
  return partsBeyond(before, after).filter((part) => {
    const same = spare.values().find((other) => isSamePart(part, other));
    return !same || !spare.delete(same);
  });
}

function saysOne(what: string, part: Part): string {
  return `The upload lost ${what} ${shown(part)}, which stood in line ${part.place.line} of the last good version.`;
}

function saysMany(what: string, parts: readonly Part[]): string {
  const names = parts.slice(0, NAMED).map((part) => `${shown(part)} (line ${part.place.line})`);
  const rest = parts.length > NAMED ? [`${parts.length - NAMED} more`] : [];
  const list = [...names, ...rest];
  return `The upload lost ${parts.length} ${what} of the last good version: ${list.slice(0, -1).join(', ')} and ${list.at(-1)}.`;
}

const shown = ({ name }: Part): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME).toWellFormed()}…`;

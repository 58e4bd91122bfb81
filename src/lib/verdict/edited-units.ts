import type { PageContent } from '../page/page-content.ts';
import { changesOf } from './diff-hunks.ts';
import { matchLines } from './diff-match.ts';

/** A page's text with its units. */
type Units = Pick<PageContent, 'text' | 'list'>;

/** Comparisons of one page: each takes the words of two units. Beyond them, units count as dropped. */
const MAX_COMPARISONS = 20_000;
/** Characters of a unit that are compared. */
const MAX_COMPARED = 1000;
/** The share of words that a unit keeps when it is edited. */
const ALIKE = 0.5;

/**
 * Which of the units that are gone were only edited: in their place stands a new one that has most of their words. Units
 * are named by their hashes.
 */
export function editedUnits(
  before: Units,
  after: Units,
  { gone, fresh }: { gone: ReadonlySet<number>; fresh: ReadonlySet<number> },
): ReadonlySet<number> {
  const edited = new Set<number>();
  if (gone.size === 0 || fresh.size === 0) return edited;
  let left = MAX_COMPARISONS;
  const changes = changesOf(matchLines(before.list.hashes, after.list.hashes), after.list.hashes.length);
  for (const change of changes) {
    const olds = wordsOf(before, change.oldStart, change.oldEnd, gone, left);
    const youngs = olds.length > 0 ? wordsOf(after, change.newStart, change.newEnd, fresh, left) : [];
    left -= olds.length * youngs.length;
    if (left < 0) break;
    for (const hash of partnered(olds, youngs)) edited.add(hash);
  }
  return edited;
}

interface Words {
  readonly hash: number;
  readonly words: ReadonlySet<string>;
}

function wordsOf({ text, list }: Units, from: number, to: number, wanted: ReadonlySet<number>, most: number): Words[] {
  const found: Words[] = [];
  for (let at = from; at < to && found.length <= most; at += 1) {
    const hash = list.hashes[at] ?? 0;
    if (!wanted.has(hash)) continue;
    const start = list.starts[at] ?? 0;
    const piece = text.slice(start, Math.min(list.ends[at] ?? 0, start + MAX_COMPARED));
    found.push({ hash, words: new Set(piece.match(/[\p{L}\p{N}_]+/gu)) });
  }
  return found;
}

/** Each new unit is what became of one at most. */
function* partnered(gone: readonly Words[], fresh: readonly Words[]): Generator<number> {
  const taken = new Set<Words>();
  for (const one of gone) {
    let best: Words | undefined;
    let most = ALIKE;
    for (const other of fresh) {
      const alike = taken.has(other) ? 0 : likeness(one.words, other.words);
      if (alike < most || (alike === most && best)) continue;
      [best, most] = [other, alike];
    }
    if (!best) continue;
    taken.add(best);
    yield one.hash;
  }
}

/** Twice the words that both have, by the words of both together: 0 for none, 1 for the same. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0;
  for (const word of one) if (other.has(word)) both += 1;
  return one.size + other.size === 0 ? 0 : (2 * both) / (one.size + other.size);
}

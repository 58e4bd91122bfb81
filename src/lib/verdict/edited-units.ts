import type { GoneBack } from '../history/undone.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Change } from './diff-hunks.ts';

/** What became of units that are gone, by their hashes. */
export interface EditedUnits {
  /** In their place stands a new one that has most of their words. */
  readonly edited: ReadonlySet<number>;
  /** Of those: only what a build writes anew differs, such as a hash, a nonce or a time. */
  readonly rebuilt: ReadonlySet<number>;
}

/** A page's text with its units. */
type Units = Pick<PageContent, 'text' | 'list'>;

/** New units with which one that is gone is compared: those that stand about as far into the change as it did. */
const NEAREST = 40;
/** Comparisons of one page: each takes the words of two units. Beyond them, all that is gone counts as edited. */
const MAX_COMPARISONS = 100_000;
/** Characters of a unit that are compared. */
const MAX_COMPARED = 1000;
/** The share of words that a unit keeps when it is edited. */
const ALIKE = 0.5;

/** Finds which of the units that are gone were only edited, change by change. Takes time about linear in the units of both. */
export function editedUnits(
  before: Units,
  after: Units,
  changes: readonly Change[],
  { gone, lost, fresh }: Omit<GoneBack, 'back'>,
): EditedUnits {
  const found = { edited: new Set<number>(), rebuilt: new Set<number>() };
  if (gone.size === 0 || fresh.size === 0) return found;
  let left = MAX_COMPARISONS;
  for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
    const olds = placesOf(before, oldStart, oldEnd, gone);
    const youngs = olds.length > 0 ? placesOf(after, newStart, newEnd, fresh) : [];
    // what both versions had is edited first: a new unit that comes of it is none that took the place of another
    const shared = youngs.length > 0 ? placesOf(before, oldStart, oldEnd, lost) : [];
    left -= (olds.length + shared.length) * Math.min(youngs.length, NEAREST);
    if (left < 0) return { ...found, edited: gone };
    const [taken, is] = [new Set<number>(), new Pieces(after, youngs)];
    partner(new Pieces(before, shared), is, taken);
    for (const { at, built } of partner(new Pieces(before, olds), is, taken)) {
      const hash = before.list.hashes[at] ?? 0;
      found.edited.add(hash);
      if (built) found.rebuilt.add(hash);
    }
  }
  return found;
}

function placesOf({ list }: Units, from: number, to: number, wanted: ReadonlySet<number>): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at += 1) if (wanted.has(list.hashes[at] ?? 0)) places.push(at);
  return places;
}

/** Units of a page by their words, which are looked for when they are first asked for. */
class Pieces {
  readonly places: readonly number[];
  readonly #of: Units;
  readonly #words = new Map<number, ReadonlySet<string>>();

  constructor(of: Units, places: readonly number[]) {
    this.#of = of;
    this.places = places;
  }

  words(at: number): ReadonlySet<string> {
    const known = this.#words.get(at);
    if (known) return known;
    const { text, list } = this.#of;
    const start = list.starts[at] ?? 0;
    const piece = text.slice(start, Math.min(list.ends[at] ?? 0, start + MAX_COMPARED));
    const words = new Set(piece.match(/[\p{L}\p{N}_]+/gu));
    this.#words.set(at, words);
    return words;
  }
}

/** Finds what became of units: each new one came of one at most, and those that are taken already of others. */
function partner(gone: Pieces, fresh: Pieces, taken: Set<number>): readonly { at: number; built: boolean }[] {
  return gone.places.flatMap((at, index) => {
    const words = gone.words(at);
    let [best, most]: [number | undefined, number] = [undefined, 0];
    for (const other of near(fresh.places, index / gone.places.length)) {
      const alike = taken.has(other) ? 0 : likeness(words, fresh.words(other));
      if (alike > most) [best, most] = [other, alike];
    }
    if (best === undefined || most < ALIKE) return [];
    taken.add(best);
    return [{ at, built: differInBuiltWords(words, fresh.words(best)) }];
  });
}

function near(fresh: readonly number[], share: number): readonly number[] {
  const middle = Math.floor(share * fresh.length);
  const start = Math.max(0, Math.min(middle - NEAREST / 2, fresh.length - NEAREST));
  return fresh.slice(start, start + NEAREST);
}

/** Twice the words that both have, by the words of both together: 0 for none, 1 for the same. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0;
  for (const word of one) if (other.has(word)) both += 1;
  return one.size + other.size === 0 ? 0 : (2 * both) / (one.size + other.size);
}

/** A word with a digit, or with a capital within: no word of a language. */
const BUILT = /\d|\p{Ll}\p{Lu}/u;

function differInBuiltWords(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one
    .symmetricDifference(other)
    .values()
    .every((word) => BUILT.test(word));
}

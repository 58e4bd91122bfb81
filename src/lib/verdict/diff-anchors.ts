/** A stretch of lines on both sides that is not matched yet; ends are exclusive. */
export interface Gap {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Finds the anchors of a gap as pairs of places, rising on both sides. */
export type FindAnchors = (gap: Gap) => readonly (readonly [number, number])[];

/**
 * Anchors are the lines that stand exactly once on both sides of a gap: as many of them as stand in the same order
 * (patience). Lines are given as numbers below `symbols`.
 */
export function anchorsOf(before: Int32Array, after: Int32Array, symbols: number): FindAnchors {
  // per symbol, within the gap at hand: where it stands on either side; a second one makes it `MANY`
  const olds = new Int32Array(symbols).fill(NONE);
  const youngs = new Int32Array(symbols).fill(NONE);
  return (gap) => {
    note(olds, before, gap.oldStart, gap.oldEnd);
    note(youngs, after, gap.newStart, gap.newEnd);
    const pairs: [number, number][] = [];
    for (let at = gap.oldStart; at < gap.oldEnd; at += 1) {
      const symbol = before[at] ?? 0;
      const young = youngs[symbol] ?? NONE;
      if (olds[symbol] === at && young >= 0) pairs.push([at, young]);
    }
    forget(olds, before, gap.oldStart, gap.oldEnd);
    forget(youngs, after, gap.newStart, gap.newEnd);
    return longestRise(pairs);
  };
}

const NONE = -1;
const MANY = -2;

function note(places: Int32Array, lines: Int32Array, start: number, end: number): void {
  for (let at = start; at < end; at += 1) {
    const symbol = lines[at] ?? 0;
    places[symbol] = places[symbol] === NONE ? at : MANY;
  }
}

function forget(places: Int32Array, lines: Int32Array, start: number, end: number): void {
  for (let at = start; at < end; at += 1) places[lines[at] ?? 0] = NONE;
}

/** The longest run of pairs, not necessarily neighbours, whose second places rise. */
function longestRise(pairs: readonly [number, number][]): readonly [number, number][] {
  const piles: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, young]] of pairs.entries()) {
    const pile = firstNotBelow(piles, young, pairs);
    if (pile > 0) previous[index] = piles[pile - 1] ?? -1;
    piles[pile] = index;
  }
  const rise: [number, number][] = [];
  for (let index = piles.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) rise.push(pair);
  }
  return rise.toReversed();
}

function firstNotBelow(piles: readonly number[], young: number, pairs: readonly [number, number][]): number {
  let [low, high] = [0, piles.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < young) low = middle + 1;
    else high = middle;
  }
  return low;
}

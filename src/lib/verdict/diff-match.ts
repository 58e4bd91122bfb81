import { diffArrays } from 'diff';
import { placeIn } from '../page/units.ts';
import { anchorsOf, type Gap } from './diff-anchors.ts';

/** Rounds of looking for anchors within the gaps between anchors. */
const MAX_ROUNDS = 8;
/** Edits up to which one gap is compared exactly. */
const MAX_EDITS = 500;
/** Steps that all gaps of a page may take together; a gap of n edits takes about n² of them. */
const MAX_STEPS = 2_000_000;

/** What is compared: a line, or the hash that stands for it. */
export type Line = string | number;

/**
 * Which line of `after` each line of `before` is still: its index, or -1 for a line that is gone. Partners rise with
 * their lines. Lines that stand once on both sides come first; what is left is compared within a budget, so that any two
 * pages have an answer in time about linear in their length, though beyond the budget not always the shortest one.
 */
export function matchLines(before: ArrayLike<Line>, after: ArrayLike<Line>): Int32Array {
  return new Matcher(before, after).match();
}

class Matcher {
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #symbols: number;
  readonly #partners: Int32Array;
  #steps = MAX_STEPS;

  constructor(before: ArrayLike<Line>, after: ArrayLike<Line>) {
    const isNumbers = before instanceof Float64Array && after instanceof Float64Array;
    const numbered = isNumbers ? ranked(before, after) : counted(before, after);
    this.#before = numbered.before;
    this.#after = numbered.after;
    this.#symbols = numbered.symbols;
    this.#partners = new Int32Array(before.length).fill(-1);
  }

  match(): Int32Array {
    let gaps: Gap[] = [{ oldStart: 0, oldEnd: this.#before.length, newStart: 0, newEnd: this.#after.length }];
    const anchors = anchorsOf(this.#before, this.#after, this.#symbols);
    for (let round = 0; round < MAX_ROUNDS && gaps.length > 0; round += 1) {
      gaps = gaps.flatMap((gap) => {
        const rest = this.#trim(gap);
        if (!rest) return [];
        const found = anchors(rest);
        if (found.length > 0) return this.#between(rest, found);
        this.#compare(rest);
        return [];
      });
    }
    for (const gap of gaps) this.#compare(gap);
    return this.#partners;
  }

  /** Pairs equal lines at both ends; `undefined` when nothing is left to pair. */
  #trim({ oldStart, oldEnd, newStart, newEnd }: Gap): Gap | undefined {
    while (oldStart < oldEnd && newStart < newEnd && this.#before[oldStart] === this.#after[newStart]) {
      this.#partners[oldStart++] = newStart++;
    }
    while (oldStart < oldEnd && newStart < newEnd && this.#before[oldEnd - 1] === this.#after[newEnd - 1]) {
      this.#partners[--oldEnd] = --newEnd;
    }
    return oldStart < oldEnd && newStart < newEnd ? { oldStart, oldEnd, newStart, newEnd } : undefined;
  }

  #between(gap: Gap, anchors: readonly (readonly [number, number])[]): Gap[] {
    const gaps: Gap[] = [];
    let { oldStart, newStart } = gap;
    for (const [old, young] of anchors) {
      this.#partners[old] = young;
      gaps.push({ oldStart, oldEnd: old, newStart, newEnd: young });
      [oldStart, newStart] = [old + 1, young + 1];
    }
    gaps.push({ ...gap, oldStart, newStart });
    return gaps;
  }

  /** Compares what both sides of a gap have in common at all, while the budget lasts. */
  #compare(gap: Gap): void {
    const old = common(this.#before, gap.oldStart, gap.oldEnd, this.#after.subarray(gap.newStart, gap.newEnd));
    const young = common(this.#after, gap.newStart, gap.newEnd, this.#before.subarray(gap.oldStart, gap.oldEnd));
    const maxEditLength = Math.min(MAX_EDITS, Math.floor(Math.sqrt(this.#steps)));
    if (old.length === 0 || maxEditLength === 0) return;
    const changes = diffArrays(
      old.map((at) => this.#before[at]),
      young.map((at) => this.#after[at]),
      { maxEditLength },
    );
    let edits = 0;
    let [atOld, atYoung] = [0, 0];
    for (const { added, removed, count } of changes ?? []) {
      if (added || removed) edits += count;
      else
        for (let step = 0; step < count; step += 1) this.#partners[old[atOld + step] ?? 0] = young[atYoung + step] ?? 0;
      if (!added) atOld += count;
      if (!removed) atYoung += count;
    }
    this.#steps -= (changes ? edits : maxEditLength) ** 2;
  }
}

interface Numbered {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly symbols: number;
}

function counted(before: ArrayLike<Line>, after: ArrayLike<Line>): Numbered {
  const numbers = new Map<Line, number>();
  const number = (line: Line) => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  return { before: Int32Array.from(before, number), after: Int32Array.from(after, number), symbols: numbers.size };
}

/** Hashes are known by their rank: millions of them would fill the memory as keys of a map. */
function ranked(before: Float64Array, after: Float64Array): Numbered {
  const [olds, youngs] = [before.toSorted(), after.toSorted()];
  const rank = (hash: number) => {
    const at = placeIn(olds, hash);
    return olds[at] === hash ? at : olds.length + placeIn(youngs, hash);
  };
  return {
    before: Int32Array.from(before, rank),
    after: Int32Array.from(after, rank),
    symbols: olds.length + youngs.length,
  };
}

/** The places from `start` to `end` whose line the other side has too. */
function common(lines: Int32Array, start: number, end: number, others: Int32Array): number[] {
  const there = new Set(others);
  const places: number[] = [];
  for (let at = start; at < end; at += 1) if (there.has(lines[at] ?? -1)) places.push(at);
  return places;
}

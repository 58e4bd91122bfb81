import { cutUnits } from './cut-units.ts';
import type { PageContent } from './page-content.ts';

/** A page's units in the order in which they stand there: their hashes, and the offsets between which each stands. */
export interface UnitList {
  readonly hashes: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Units that a page has at most: one of more is not compared by them. A page of 850 KB has 14,000, one of 20 MB in lines
 * of 60 characters 330,000.
 */
export const MOST_OF_PAGE = 500_000;

const FIRST_SIZE = 4096;

/**
 * Lists the units of a page (see `cutUnits`); none where it has more than `MOST_OF_PAGE`. Takes time linear in its length,
 * and 16 bytes for each unit.
 */
export function unitList(content: Pick<PageContent, 'text' | 'html'>): UnitList {
  let list = sized(FIRST_SIZE);
  let count = 0;
  cutUnits(content, (hash, start, end) => {
    count += 1;
    if (count > MOST_OF_PAGE) return;
    if (count > list.hashes.length) list = sized(2 * list.hashes.length, list);
    list.hashes[count - 1] = hash;
    list.starts[count - 1] = start;
    list.ends[count - 1] = end;
  });
  if (count > MOST_OF_PAGE) return sized(0);
  return { hashes: list.hashes.slice(0, count), starts: list.starts.slice(0, count), ends: list.ends.slice(0, count) };
}

function sized(size: number, smaller?: UnitList): UnitList {
  const list = { hashes: new Float64Array(size), starts: new Uint32Array(size), ends: new Uint32Array(size) };
  if (smaller) {
    list.hashes.set(smaller.hashes);
    list.starts.set(smaller.starts);
    list.ends.set(smaller.ends);
  }
  return list;
}

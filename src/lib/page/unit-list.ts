import { cutUnits } from './cut-units.ts';
import type { PageContent } from './page-content.ts';

/** A page's units in the order in which they stand there. */
export interface UnitList {
  readonly hashes: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Lists the units of a page, with the offsets between which each stands. */
export function unitList(content: Pick<PageContent, 'text' | 'html'>): UnitList {
  const list = { hashes: [] as number[], starts: [] as number[], ends: [] as number[] };
  cutUnits(content, (hash, start, end) => {
    list.hashes.push(hash);
    list.starts.push(start);
    list.ends.push(end);
  });
  return list;
}

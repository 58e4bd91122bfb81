import { cutUnits } from './cut-units.ts';
import type { PageContent } from './page-content.ts';

/**
 * The pieces of a page as 53-bit hashes in rising order, each as often as it stands there. White space, line breaks and
 * the order of pieces make no difference.
 */
export type Units = Float64Array;

const FIRST_SIZE = 4096;

/** Takes a page apart at its units (see `cutUnits`). Takes time linear in its length, but for sorting. */
export function unitsOf(content: Pick<PageContent, 'text' | 'html'>): Units {
  let units = new Float64Array(FIRST_SIZE);
  let count = 0;
  cutUnits(content, (hash) => {
    if (count === units.length) {
      const larger = new Float64Array(2 * count);
      larger.set(units);
      units = larger;
    }
    units[count] = hash;
    count += 1;
  });
  return units.slice(0, count).sort();
}

import type { UnitList } from './unit-list.ts';

/**
 * The pieces of a page as 53-bit hashes in rising order, each as often as it stands there. White space, line breaks and
 * the order of pieces make no difference.
 */
export type Units = Float64Array;

/** The units of a page, whatever their order there. */
export function unitsOf({ hashes }: UnitList): Units {
  return hashes.toSorted();
}

/** Where the first of equal units stands, or would stand. */
export function placeIn(units: Units, unit: number): number {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((units[middle] ?? 0) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { Units } from '../page/units.ts';
import { MAX_HISTORY } from './history.ts';

/**
 * The units of up to 20 versions of a page at once: in rising order, and by a mask for each which versions have it (bit
 * 0: the newest). A unit that stands several times in a version is several units: the n-th says who has it n times.
 */
export interface PastUnits {
  readonly units: Float64Array;
  readonly masks: Uint32Array;
}

const NOTHING: PastUnits = { units: new Float64Array(), masks: new Uint32Array() };

/** Puts the units of versions together, newest first; the 20 newest of them. */
export function pastUnits(versions: readonly Units[]): PastUnits {
  return versions.slice(0, MAX_HISTORY).reduceRight(withNewest, NOTHING);
}

/** One version more, which is the newest. Takes time linear in the units of both. */
export function withNewest(past: PastUnits, newest: Units): PastUnits {
  const units = new Float64Array(past.units.length + newest.length);
  const masks = new Uint32Array(units.length);
  let [length, at] = [0, 0];
  for (let place = 0; place <= past.units.length; place += 1) {
    const older = place < past.units.length ? (past.units[place] ?? 0) : Infinity;
    for (; at < newest.length && (newest[at] ?? 0) < older; at += 1) {
      units[length] = newest[at] ?? 0;
      masks[length] = 1;
      length += 1;
    }
    if (older === Infinity) break;
    const has = at < newest.length && newest[at] === older;
    if (has) at += 1;
    units[length] = older;
    masks[length] = ((past.masks[place] ?? 0) << 1) | (has ? 1 : 0);
    length += 1;
  }
  return newestOf({ units: units.subarray(0, length), masks: masks.subarray(0, length) }, MAX_HISTORY);
}

/** The newest so many versions alone. */
export function newestOf({ units, masks }: PastUnits, count: number): PastUnits {
  const wanted = 2 ** count - 1;
  const isWanted = (_: number, place: number) => ((masks[place] ?? 0) & wanted) !== 0;
  return { units: units.filter(isWanted), masks: masks.filter(isWanted).map((mask) => mask & wanted) };
}

/** The units of one of the versions. */
export function unitsOfVersion({ units, masks }: PastUnits, bit: number): Units {
  return units.filter((_unit, place) => ((masks[place] ?? 0) >>> bit) & 1);
}

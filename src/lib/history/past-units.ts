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

const EVERY = 2 ** MAX_HISTORY - 1;

/** One version more, which is the newest; a 21st is let go of. Takes time linear in the units of both. */
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
    const mask = (((past.masks[place] ?? 0) << 1) | (has ? 1 : 0)) & EVERY;
    if (mask === 0) continue;
    units[length] = older;
    masks[length] = mask;
    length += 1;
  }
  return { units: units.subarray(0, length), masks: masks.subarray(0, length) };
}

/** The units of one of the versions. */
export function unitsOfVersion({ units, masks }: PastUnits, bit: number): Units {
  // Not by `filter`: that makes a list of all before it makes an array.
  const own = new Float64Array(countIn(masks, bit));
  let length = 0;
  for (let place = 0; length < own.length; place += 1) {
    if ((((masks[place] ?? 0) >>> bit) & 1) === 0) continue;
    own[length] = units[place] ?? 0;
    length += 1;
  }
  return own;
}

function countIn(masks: Uint32Array, bit: number): number {
  let count = 0;
  for (const mask of masks) count += (mask >>> bit) & 1;
  return count;
}

import type { Units } from '../page/units.ts';

/**
 * The units of up to 32 versions of a page at once: in rising order, and by a mask for each which versions have it (bit
 * 0: the first). A unit that stands several times in a version is several units; the n-th says who has it n times.
 */
export interface PastUnits {
  readonly units: Float64Array;
  readonly masks: Uint32Array;
}

/** Puts the units of versions together, in their order; at most 32 of them. Takes time linear in all of them together. */
export function pastUnits(versions: readonly Units[]): PastUnits {
  let past: PastUnits = { units: new Float64Array(), masks: new Uint32Array() };
  for (const [bit, units] of versions.entries()) past = withVersion(past, units, bit);
  return past;
}

function withVersion({ units, masks }: PastUnits, version: Units, bit: number): PastUnits {
  const both = {
    units: new Float64Array(units.length + version.length),
    masks: new Uint32Array(units.length + version.length),
  };
  let length = 0;
  const add = (unit: number, mask: number) => {
    both.units[length] = unit;
    both.masks[length] = mask;
    length += 1;
  };
  let at = 0;
  for (const unit of version) {
    for (; (units[at] ?? Infinity) < unit; at += 1) add(units[at] ?? 0, masks[at] ?? 0);
    if (units[at] === unit) {
      add(unit, (masks[at] ?? 0) | (1 << bit));
      at += 1;
    } else add(unit, 1 << bit);
  }
  for (; at < units.length; at += 1) add(units[at] ?? 0, masks[at] ?? 0);
  return { units: both.units.slice(0, length), masks: both.masks.slice(0, length) };
}

/** The units of one of the versions. */
export function unitsOfVersion({ units, masks }: PastUnits, bit: number): Units {
  return units.filter((_unit, at) => ((masks[at] ?? 0) >>> bit) & 1);
}

import type { PastUnits } from './past-units.ts';

/**
 * Which versions an upload undoes that goes back to an older one: those that brought a unit which it dropped, or took
 * away one which it brings back. Versions are named by their place; 0 is the baseline.
 */
export function undoneVersions(
  past: PastUnits,
  older: number,
  { dropped, back }: { dropped: ReadonlySet<number>; back: ReadonlySet<number> },
): ReadonlySet<number> {
  const undone = new Set<number>();
  for (const [place, unit] of past.units.entries()) {
    const has = back.has(unit);
    if (past.units[place - 1] === unit || !(has || dropped.has(unit))) continue;
    // the newest version before which it was the other way round
    const mask = past.masks[place] ?? 0;
    for (let at = 1; at <= older; at += 1) {
      if ((((mask >>> at) & 1) === 1) !== has) continue;
      undone.add(at - 1);
      break;
    }
  }
  return undone;
}

/** The units that both versions tell apart: those that the first has and the other has not. */
export function unitsBetween({ units, masks }: PastUnits, has: number, hasNot: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [place, unit] of units.entries()) {
    const mask = masks[place] ?? 0;
    if (units[place - 1] !== unit && (mask >>> has) & 1 && !((mask >>> hasNot) & 1)) found.add(unit);
  }
  return found;
}

/** The units that either of two versions has. */
export function unitsOfEither({ units, masks }: PastUnits, one: number, other: number): ReadonlySet<number> {
  const wanted = (1 << one) | (1 << other);
  return new Set(units.filter((_unit, place) => ((masks[place] ?? 0) & wanted) !== 0));
}

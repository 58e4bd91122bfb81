import type { Units } from '../page/units.ts';
import type { PastUnits } from './past-units.ts';

/** What tells an upload apart that goes back to an older version; by units, each once. */
export interface GoneBack {
  /** In the baseline, not in the older version, and not in the upload. */
  readonly gone: ReadonlySet<number>;
  /** In the older version and in the upload, not in the baseline. */
  readonly back: ReadonlySet<number>;
  /** In the upload, and in neither of the two. */
  readonly fresh: ReadonlySet<number>;
}

/** Compares an upload with the baseline and one of the versions before it, in one walk. */
export function goneBack(upload: Units, { units, masks }: PastUnits, older: number): GoneBack {
  const sets = { gone: new Set<number>(), back: new Set<number>(), fresh: new Set<number>() };
  const bothMask = 1 | (1 << older);
  let at = 0;
  for (let place = 0; place <= units.length; place += 1) {
    const unit = place < units.length ? (units[place] ?? 0) : Infinity;
    for (; at < upload.length && (upload[at] ?? 0) < unit; at += 1) {
      if (units[place - 1] !== upload[at]) sets.fresh.add(upload[at] ?? 0);
    }
    if (unit === units[place - 1] || unit === Infinity) continue;
    const has = upload[at] === unit;
    const both = (masks[place] ?? 0) & bothMask;
    if (both === 1 && !has) sets.gone.add(unit);
    else if (both === bothMask - 1 && has) sets.back.add(unit);
    else if (both === 0 && has) sets.fresh.add(unit);
  }
  return sets;
}

/**
 * Which versions an upload undoes that goes back to an older one: those that brought a unit which it dropped, or took
 * away one which it brings back. Versions are named by their place; 0 is the baseline.
 */
export function undoneVersions(
  { units, masks }: PastUnits,
  older: number,
  { dropped, back }: { dropped: ReadonlySet<number>; back: ReadonlySet<number> },
): ReadonlySet<number> {
  const undone = new Set<number>();
  for (let place = 0; place < units.length; place += 1) {
    const unit = units[place] ?? 0;
    const has = back.has(unit);
    if (units[place - 1] === unit || !(has || dropped.has(unit))) continue;
    // the newest version before which it was the other way round
    const mask = masks[place] ?? 0;
    for (let at = 1; at <= older; at += 1) {
      if ((((mask >>> at) & 1) === 1) !== has) continue;
      undone.add(at - 1);
      break;
    }
  }
  return undone;
}

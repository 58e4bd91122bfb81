import { placeIn, type Units } from '../page/units.ts';
import type { PastUnits } from './past-units.ts';

/** What tells an upload apart that goes back to an older version; by units, each once. */
export interface GoneBack {
  /** In the baseline, not in the older version, and not in the upload. */
  readonly gone: ReadonlySet<number>;
  /** In the older version and in the upload, not in the baseline. */
  readonly back: ReadonlySet<number>;
  /** In both of them, and not in the upload. */
  readonly lost: ReadonlySet<number>;
  /** In the upload, and in neither of the two. */
  readonly fresh: ReadonlySet<number>;
}

/** Compares an upload with the baseline and one of the versions before it, in one walk. */
export function goneBack(upload: Units, { units, masks }: PastUnits, older: number): GoneBack {
  const sets = { gone: new Set<number>(), back: new Set<number>(), lost: new Set<number>(), fresh: new Set<number>() };
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
    else if (both === bothMask && !has) sets.lost.add(unit);
    else if (both === bothMask - 1 && has) sets.back.add(unit);
    else if (both === 0 && has) sets.fresh.add(unit);
  }
  return sets;
}

/** What an upload dropped and brought back at one place of the page; by units. */
export interface UndonePlace {
  readonly dropped: readonly number[];
  readonly back: readonly number[];
}

/**
 * Which versions an upload undoes that goes back to an older one: those that brought a unit which it dropped, or took
 * away one which it brings back. What stands in place of something dropped was taken away by many, perhaps, one after the
 * other: there only those count that brought what is dropped. Versions are named by their place, 0 is the baseline;
 * doubted ones are passed over.
 */
export function undoneVersions(
  past: PastUnits,
  older: number,
  places: readonly UndonePlace[],
  isDoubted: (version: number) => boolean,
): ReadonlySet<number> {
  const doer = (unit: number, has: boolean) => doerOf(past, unit, { older, has, isDoubted });
  const undone = places.flatMap(({ dropped, back }) =>
    dropped.length > 0 ? dropped.map((unit) => doer(unit, false)) : back.map((unit) => doer(unit, true)),
  );
  return new Set(undone.filter((version) => version !== undefined));
}

/** The version that brought a unit (`has`: took it away): the one after the newest that was the other way round. */
function doerOf(
  { units, masks }: PastUnits,
  unit: number,
  { older, has, isDoubted }: { older: number; has: boolean; isDoubted: (version: number) => boolean },
): number | undefined {
  const mask = masks[placeIn(units, unit)] ?? 0;
  let doer: number | undefined;
  for (let at = 0; at <= older; at += 1) {
    if (at < older && isDoubted(at)) continue;
    if (((mask >>> at) & 1) === (has ? 1 : 0)) return doer;
    doer = at;
  }
  return doer;
}

import type { Units } from '../page/units.ts';

/** What a change took away, and what it brought, as units; those that are gone count as negative. */
export function changedUnits(before: Units, after: Units): ReadonlySet<number> {
  const changed = new Set<number>();
  let [old, young] = [0, 0];
  while (old < before.length || young < after.length) {
    const [gone, fresh] = [before[old] ?? Infinity, after[young] ?? Infinity];
    if (gone === fresh) {
      old += 1;
      young += 1;
    } else if (gone < fresh) {
      changed.add(-gone);
      old += 1;
    } else {
      changed.add(fresh);
      young += 1;
    }
  }
  return changed;
}

/** Whether two changes have at least half of the larger one in common. */
export function areAlike(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  const larger = Math.max(one.size, other.size);
  if (larger === 0 || 2 * Math.min(one.size, other.size) < larger) return false;
  return 2 * one.intersection(other).size >= larger;
}

import type { Units } from '../page/units.ts';
import type { PastUnits } from './past-units.ts';

/** What an upload did with what the versions since an older one had changed; in units. */
export interface Changes {
  /** Added since, and not in the upload. */
  gone: number;
  /** Removed since, and in the upload. */
  back: number;
  /** Added since, and in the upload. */
  kept: number;
  /** Removed since, and not in the upload. */
  still: number;
}

/** How an upload stands between the baseline and an older version. */
export interface Evidence {
  /** Of units that only one of the two has: the evidence proper. */
  readonly distinct: Readonly<Changes>;
  /** Of all units, each as often as it stands there. */
  readonly all: Readonly<Changes>;
  /** Units that the upload shares with the older version. */
  readonly shared: number;
  /** Units that the upload has and the older version has not, and the other way round. */
  readonly added: number;
  readonly removed: number;
}

/** By how many units an upload is nearer to the older version than to the baseline. */
export function nearer({ gone, back, kept, still }: Changes): number {
  return gone + back - kept - still;
}

/**
 * Weighs an upload between the baseline, which is the first of the versions, and each of the others, in their order.
 * Takes one walk over the units, and longer only for those that not all versions have.
 */
export function evidenceOf(upload: Units, past: PastUnits, versions: number): readonly Evidence[] {
  const tallies = Array.from({ length: versions - 1 }, newTally);
  const every = 2 ** versions - 1;
  let ofAll = 0;
  let sharedByAll = 0;
  let nth = 0;
  let at = 0;
  for (let place = 0; place < past.units.length; place += 1) {
    const unit = past.units[place] ?? 0;
    nth = past.units[place - 1] === unit ? nth + 1 : 0;
    while ((upload[at] ?? Infinity) < unit) at += 1;
    const has = upload[at] === unit;
    if (has) at += 1;
    const mask = past.masks[place] ?? 0;
    if (mask !== every) count(tallies, mask, has, nth === 0);
    else {
      ofAll += 1;
      if (has) sharedByAll += 1;
    }
  }
  return tallies.map(({ distinct, all, shared, size }) => {
    const [common, total] = [shared + sharedByAll, size + ofAll];
    return { distinct, all, shared: common, added: upload.length - common, removed: total - common };
  });
}

interface Tally {
  readonly distinct: Changes;
  readonly all: Changes;
  shared: number;
  size: number;
}

function newTally(): Tally {
  return { distinct: noChanges(), all: noChanges(), shared: 0, size: 0 };
}

const noChanges = (): Changes => ({ gone: 0, back: 0, kept: 0, still: 0 });

/** Counts one unit for each older version; `first`: not a further one of equal units. */
function count(tallies: readonly Tally[], mask: number, has: boolean, first: boolean): void {
  const inBaseline = (mask & 1) === 1;
  for (const [index, tally] of tallies.entries()) {
    const inOlder = ((mask >>> (index + 1)) & 1) === 1;
    if (inOlder) {
      tally.size += 1;
      if (has) tally.shared += 1;
    }
    if (inOlder === inBaseline) continue;
    const change = inBaseline ? (has ? 'kept' : 'gone') : has ? 'back' : 'still';
    tally.all[change] += 1;
    if (first) tally.distinct[change] += 1;
  }
}

import { isGrave, isStale, SHIPPED, type Thresholds } from '../../src/lib/verdict/check-base.ts';
import { AGES, type Trial, type Weight } from './trial.ts';

/** What came of all stale uploads of one age. */
export interface Recall {
  readonly age: number;
  readonly uploads: number;
  readonly found: number;
  /** Of those found: the version from which it was made is named. */
  readonly right: number;
  /** Of those found: the page would have been put back. */
  readonly rolledBack: number;
}

/** What came of all trials under some thresholds. */
export interface Score {
  readonly recalls: readonly Recall[];
  readonly edits: number;
  /** Real edits that are an older version once more. */
  readonly reverts: number;
  readonly revertsRolledBack: number;
  /** Real edits, reverts aside. */
  readonly alerted: number;
  readonly rolledBack: number;
}

/** Counts what the thresholds make of the trials. */
export function scored(trials: readonly Trial[], thresholds: Thresholds = SHIPPED): Score {
  return counted(trials, {
    found: ({ weight }) => stale(weight, thresholds),
    right: ({ weight }) => weight?.right ?? false,
    rolledBack: ({ weight }) => stale(weight, thresholds) && weight !== undefined && isGrave(weight, thresholds),
  });
}

/** Counts what the peer makes of them: it would put a page back whose base is two versions old or more. */
export function scoredPeer(trials: readonly Trial[]): Score {
  return counted(trials, {
    found: ({ peer }) => peer.age > 0,
    right: ({ peer }) => peer.right,
    rolledBack: ({ peer }) => peer.age > 1,
  });
}

type Ask = (trial: Trial) => boolean;

function counted(
  trials: readonly Trial[],
  { found, right, rolledBack }: Record<'found' | 'right' | 'rolledBack', Ask>,
): Score {
  const edits = trials.filter(({ age }) => age === 0);
  const [reverts, others] = [edits.filter(({ exact }) => exact), edits.filter(({ exact }) => !exact)];
  const count = (some: readonly Trial[], ask: Ask) => some.filter(ask).length;
  return {
    recalls: AGES.map((age) => {
      const uploads = trials.filter((trial) => trial.age === age);
      const told = uploads.filter(found);
      return {
        age,
        uploads: uploads.length,
        found: told.length,
        right: count(told, right),
        rolledBack: count(told, rolledBack),
      };
    }),
    edits: edits.length,
    reverts: count(reverts, found),
    revertsRolledBack: count(reverts, rolledBack),
    alerted: count(others, found) - count(others, rolledBack),
    rolledBack: count(others, rolledBack),
  };
}

/** Whether that weight is a stale base. */
export function stale(weight: Weight | undefined, thresholds: Thresholds = SHIPPED): boolean {
  return weight !== undefined && isStale(weight, thresholds);
}

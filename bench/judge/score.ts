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
  const edits = trials.filter(({ age }) => age === 0);
  const found = (some: readonly Trial[]) => some.filter(({ weight }) => stale(weight, thresholds));
  const grave = (some: readonly Trial[]) => found(some).filter(({ weight }) => weight && isGrave(weight, thresholds));
  const [reverts, others] = [edits.filter(({ exact }) => exact), edits.filter(({ exact }) => !exact)];
  return {
    recalls: AGES.map((age) => {
      const uploads = trials.filter((trial) => trial.age === age);
      const right = found(uploads).filter(({ weight }) => weight?.right);
      return {
        age,
        uploads: uploads.length,
        found: found(uploads).length,
        right: right.length,
        rolledBack: grave(uploads).length,
      };
    }),
    edits: edits.length,
    reverts: found(reverts).length,
    revertsRolledBack: grave(reverts).length,
    alerted: found(others).length - grave(others).length,
    rolledBack: grave(others).length,
  };
}

/** Whether that weight is a stale base. */
export function stale(weight: Weight | undefined, thresholds: Thresholds = SHIPPED): boolean {
  return weight !== undefined && isStale(weight, thresholds);
}

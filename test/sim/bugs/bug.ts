import type { ReconcileDeps } from '../../../src/lib/reconcile.ts';
import type { Run } from '../run.ts';
import type { Setup } from '../setup.ts';
import type { World } from '../world.ts';

/** A fault planted around the ports, never in the lib. */
export interface Bug {
  readonly name: string;
  /** The invariants that it breaks: any of them finds it. */
  readonly foundBy: readonly string[];
  /** What a history must be like for the bug to show soon. */
  readonly setup?: Partial<Setup>;
  /** Breaks what a run of the guard is given. */
  readonly guard?: (deps: ReconcileDeps, run: Run, world: World) => ReconcileDeps;
  /** Breaks what a person's decision is given. */
  readonly person?: (deps: ReconcileDeps, run: Run, world: World) => ReconcileDeps;
  /** The alerter finds no trace of what it told before. */
  readonly forgetsWhatWasTold?: boolean;
}

import type { Versioning } from '../fakes/s3-model.ts';
import type { Random } from './random.ts';

/** What a history is like: drawn from its seed, unless given. */
export interface Setup {
  readonly mode: Versioning;
  /** Turned on and off between enabled and suspended while the history runs. */
  readonly togglesVersioning: boolean;
  readonly randomEtags: boolean;
  readonly pages: readonly ('P' | 'Q')[];
  readonly observes: boolean;
  /** Goes from `observe` to `enforce` and back. */
  readonly togglesMode: boolean;
  readonly maxRestores: number;
  /** Chance that a step of a function is its last. */
  readonly crashes: number;
  /** Chance that a call fails, before or after it took effect. */
  readonly faults: number;
  /** Chance that a message is given up after a run that died: it goes to the dead-letter queue. */
  readonly deadLetters: number;
  /** Chance that a write that took effect is reported as lost, as by a client that sent it twice. */
  readonly misreports: number;
  /** No distribution of that name: every purge is refused for good. */
  readonly cdnRefuses: boolean;
  /** Some pages load a script, which comes and goes. */
  readonly assets: boolean;
  /** Many steps in one second give many versions with equal LastModified. */
  readonly stepsPerSecond: number;
  readonly listingSize: number;
  readonly loss: number;
  readonly duplicates: number;
  /** How much people do between the steps of functions. */
  readonly rate: number;
  readonly actions: number;
  /** A loop elsewhere uploads the same bad page again and again. */
  readonly fights: number;
  readonly fightWith: number;
  /** Chance that an upload changes headers. */
  readonly otherHeaders: number;
  readonly permanentDeletes: boolean;
  readonly retires: boolean;
  readonly pauses: boolean;
  /** Approvers allow things ahead of uploads, and withdraw it. */
  readonly allows: boolean;
  /** How often people decide, against all else that they do. */
  readonly decides: number;
  /** Approvers come and go. */
  readonly approversChange: boolean;
  /** Chance that what is remembered of a page is lost, and that it is damaged. */
  readonly forgets: number;
  /** Uploads are held to be edited from stale copies, where they look so. */
  readonly findsStale: boolean;
}

/** Draws a setup; the draws are the same whatever is given, so that one setting can be changed alone. */
export function drawSetup(random: Random, given: Partial<Setup>): Setup {
  const { chance, pick, below } = random;
  const mode = pick(['versioned', 'versioned', 'unversioned', 'suspended'] as const);
  const drawn: Setup = {
    mode,
    togglesVersioning: chance(0.3) && mode === 'suspended',
    randomEtags: chance(0.3),
    pages: chance(0.5) ? ['P'] : ['P', 'Q'],
    observes: chance(0.08),
    togglesMode: chance(0.06),
    maxRestores: pick([1, 2, 4]),
    crashes: pick([0, 0.02, 0.08]),
    stepsPerSecond: pick([1, 6, 30]),
    listingSize: pick([2, 3, 100]),
    loss: pick([0, 0.2, 0.6]),
    duplicates: pick([0, 0.3]),
    rate: pick([0.05, 0.15, 0.4]),
    actions: 2 + below(9),
    fights: chance(0.2) ? 12 : 0,
    fightWith: pick([3, 4, 6]),
    otherHeaders: pick([0, 0.06, 0.3]),
    permanentDeletes: chance(0.5),
    retires: chance(0.2),
    pauses: chance(0.1),
    faults: pick([0, 0, 0, 0.03]),
    misreports: pick([0, 0, 0, 0.05]),
    deadLetters: pick([0, 0, 0.3, 1]),
    cdnRefuses: chance(0.03),
    assets: chance(0.3),
    allows: chance(0.25),
    decides: pick([0.18, 0.18, 0.5]),
    approversChange: chance(0.15),
    forgets: pick([0, 0.3]),
    findsStale: chance(0.3),
  };
  const setup = { ...drawn, ...given };
  return { ...setup, togglesVersioning: setup.togglesVersioning && setup.mode === 'suspended' };
}

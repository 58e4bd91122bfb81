import { HoldfastError } from '../../src/lib/errors.ts';
import type { Io } from '../fakes/io.ts';
import type { Random } from './random.ts';

/** What became of an actor. */
export type Ending =
  { readonly kind: 'returned' } | { readonly kind: 'crashed' } | { readonly kind: 'threw'; error: unknown };

/** Something that runs step by step: a guard's run, a person, a sweep, the alerter. */
export interface Actor {
  readonly name: string;
  readonly crashable: boolean;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  readonly startedAt: number;
  readonly pending: Pending[];
  ended: boolean;
}

interface Pending {
  readonly label: string;
  readonly perform: () => void;
  readonly deliver: () => void;
  readonly fail: (error: Error) => void;
}

/** How likely a step goes wrong: its function dies, or the call fails, either before or after it took effect. */
export interface Mishaps {
  readonly crashes: number;
  readonly faults: number;
}

/** A call that failed for no reason of the lib's; it may have taken effect. */
export const FAULT = new HoldfastError('SIM.FAULT', 'The service answered with an error.', { retryable: true });

/** Releases one step at a time, of one actor at a time. */
export interface Scheduler {
  readonly actors: readonly Actor[];
  readonly spawn: (options: Spawn) => Promise<void>;
  /** Performs one step of a random actor; `fair` gives all of them the same chance. */
  readonly step: (mishaps: Mishaps, fair: boolean) => Promise<void>;
  readonly kill: (actor: Actor) => void;
}

/** What to run, under which name, and whom to tell when it ends. */
export interface Spawn {
  readonly name: string;
  readonly crashable: boolean;
  readonly weight: number;
  readonly run: (io: Io) => Promise<void>;
  readonly ended: (ending: Ending) => void;
}

/** The whole of a promise chain has run when the next tick comes: Node empties the microtask queue before it. */
const microtasks = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs until the actor stands before its next step; the lib may use worker threads of Node meanwhile. */
async function standsStill(actor: Actor): Promise<void> {
  await microtasks();
  while (!actor.ended && actor.pending.length === 0) await macrotask();
}

/** Makes a scheduler whose choices come from `random`; `now` is told to each new actor, `trace` hears of crashes. */
export function scheduler(random: Random, now: () => number, trace: (line: string) => void): Scheduler {
  const actors: Actor[] = [];
  const endings = new Map<Actor, Spawn['ended']>();

  function end(actor: Actor, ending: Ending): void {
    if (actor.ended) return;
    actor.ended = true;
    actors.splice(actors.indexOf(actor), 1);
    endings.get(actor)?.(ending);
  }

  function choose(fair: boolean): Actor {
    const weightOf = ({ weight }: Actor): number => (fair ? 1 : weight);
    let at = random.next() * actors.reduce((sum, actor) => sum + weightOf(actor), 0);
    const chosen = actors.find((actor) => (at -= weightOf(actor)) <= 0) ?? actors[0];
    if (!chosen) throw new Error('nobody is there to take a step');
    return chosen;
  }

  function halfway(step: Pending): 'before' | 'after' {
    if (random.chance(0.5)) return 'before';
    step.perform();
    return 'after';
  }

  return {
    actors,
    async spawn({ name, crashable, weight, run, ended }) {
      const actor: Actor = { name, crashable, weight, startedAt: now(), pending: [], ended: false };
      actors.push(actor);
      endings.set(actor, ended);
      run(ioOf(actor)).then(
        () => end(actor, { kind: 'returned' }),
        (error: unknown) => end(actor, { kind: 'threw', error }),
      );
      await standsStill(actor);
    },
    async step({ crashes, faults }, fair) {
      const actor = choose(fair);
      const at = actor.pending.length > 1 ? random.below(actor.pending.length) : 0;
      const [step] = actor.pending.splice(at, 1);
      if (!step) throw new Error(`${actor.name} has no step to take`);
      if (actor.crashable && random.chance(crashes)) {
        trace(`${actor.name} CRASHES ${halfway(step)} ${step.label}`);
        end(actor, { kind: 'crashed' });
        return;
      }
      if (actor.crashable && random.chance(faults)) {
        trace(`${actor.name} is told of a FAULT ${halfway(step)} ${step.label}`);
        step.fail(FAULT);
      } else {
        step.perform();
        step.deliver();
      }
      await standsStill(actor);
    },
    kill(actor) {
      trace(`${actor.name} is TIMED OUT before ${actor.pending[0]?.label ?? 'nothing'}`);
      end(actor, { kind: 'crashed' });
    },
  };
}

function ioOf(actor: Actor): Io {
  return <T>(label: string, effect: () => T | Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      let outcome: () => void = () => undefined;
      actor.pending.push({
        label,
        perform() {
          try {
            const value = effect();
            outcome = () => resolve(value);
          } catch (error) {
            const failure = error instanceof Error ? error : new Error(String(error));
            outcome = () => reject(failure);
          }
        },
        deliver: () => outcome(),
        fail: reject,
      });
    });
}

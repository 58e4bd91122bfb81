import type { Io } from '../fakes/io.ts';

/** Two that run at once, and what must hold when both are through. */
export interface Race {
  readonly runs: readonly [Promise<unknown>, Promise<unknown>];
  readonly check: () => void;
}

type Waiting = [(() => void)[], (() => void)[]];

const microtasksDone = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Starts a race again and again until its calls have fallen in every possible order; gives how many there are. */
export async function inEveryOrder(start: (first: Io, second: Io) => Promise<Race>): Promise<number> {
  let path: number[] = [];
  for (let orders = 1; ; orders++) {
    const options = await playOnce(path, start);
    const last = options.findLastIndex((count, at) => (path[at] ?? 0) + 1 < count);
    if (last === -1) return orders;
    path = [...options.slice(0, last).map((_, at) => path[at] ?? 0), (path[last] ?? 0) + 1];
  }
}

/** One order: at each step the path says whose call comes next. Gives how many could have. */
async function playOnce(path: readonly number[], start: (first: Io, second: Io) => Promise<Race>): Promise<number[]> {
  const waiting: Waiting = [[], []];
  const { runs, check } = await start(held(waiting[0]), held(waiting[1]));
  const through = Promise.all(runs);
  const options: number[] = [];
  for (;;) {
    await microtasksDone();
    const ready = waiting.filter((calls) => calls.length > 0);
    if (ready.length === 0) break;
    ready[path[options.length] ?? 0]?.shift()?.();
    options.push(ready.length);
  }
  await through;
  check();
  return options;
}

/** Calls wait until they are let through one by one. */
const held =
  (calls: (() => void)[]): Io =>
  (_label, effect) =>
    new Promise((resolve, reject) => {
      calls.push(() => void Promise.resolve().then(effect).then(resolve, reject));
    });

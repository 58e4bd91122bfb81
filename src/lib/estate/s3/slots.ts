import type { Estate } from '../../capture/estate.ts';

/** Lets so many run at once; the others wait in order. */
export interface Slots {
  run<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

function slots(free: number): Slots {
  const waiting: (() => void)[] = [];
  return {
    async run(signal, work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

const OF = new WeakMap<object, Slots>();

/** The slots that all buckets of an estate share. */
export function slotsOf(estate: Pick<Estate, 'bucket'>, atOnce: number): Slots {
  const known = OF.get(estate) ?? slots(atOnce);
  OF.set(estate, known);
  return known;
}

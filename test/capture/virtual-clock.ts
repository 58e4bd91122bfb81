import type { Clock } from '../../src/lib/capture/token-bucket.ts';

/** Time that passes only when it is told to, so that a second costs nothing. */
export interface VirtualClock extends Clock {
  /** Lets time pass to this moment; who waits goes on when it is their turn. */
  until(moment: number): Promise<void>;
}

export function virtualClock(): VirtualClock {
  let time = 0;
  const waiting: { readonly at: number; readonly go: () => void }[] = [];
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    wait: (milliseconds) =>
      new Promise((go) => {
        waiting.push({ at: time + milliseconds, go });
      }),
    async until(moment) {
      await settled();
      for (;;) {
        const [first] = waiting.toSorted((a, b) => a.at - b.at);
        if (!first || first.at > moment) break;
        waiting.splice(waiting.indexOf(first), 1);
        time = Math.max(time, first.at);
        first.go();
        await settled();
      }
      time = Math.max(time, moment);
    },
  };
}

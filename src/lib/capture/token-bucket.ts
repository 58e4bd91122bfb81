/** What lets so many requests a second through, and makes the others wait in order. */
export interface TokenBucket {
  /** Resolves when a request may be made. */
  take(): Promise<void>;
  /** Says that a request was throttled all the same: someone else uses the same limit. Nobody gets through for a second. */
  throttled(): void;
  /** How many wait now. */
  readonly waiting: number;
}

/**
 * A bucket that holds at most half a second's tokens (one at least): AWS's own bucket is never emptied by a burst.
 * `perSecond` must be above 0.
 */
export function tokenBucket(
  perSecond: number,
  clock: { now(): number; wait(milliseconds: number): Promise<void> },
): TokenBucket {
  const interval = 1000 / perSecond;
  const burst = Math.max(1, Math.floor(perSecond / 2));
  // When the next token is there; in the past while tokens are saved up.
  let next = Number.NEGATIVE_INFINITY;
  let waiting = 0;
  return {
    async take() {
      const now = clock.now();
      next = Math.max(next, now - (burst - 1) * interval);
      const at = next;
      next += interval;
      if (at <= now) return;
      waiting += 1;
      try {
        await clock.wait(at - now);
      } finally {
        waiting -= 1;
      }
    },
    throttled() {
      next = Math.max(next, clock.now() + 1000);
    },
    get waiting() {
      return waiting;
    },
  };
}

/** The token buckets of one account: one for each API, and for each operation with a limit of its own. */
export interface Limits {
  /** The bucket of an operation, e.g. `Lambda` and `GetFunction`. */
  of(api: string, operation: string): TokenBucket;
  /** How many requests wait now, by API. */
  waiting(): Readonly<Record<string, number>>;
}

/** Requests a second where no service says anything. */
const CAREFUL = 5;

export function limitsOf(
  perSecond: readonly Readonly<Record<string, number>>[],
  clock: Parameters<typeof tokenBucket>[1],
): Limits {
  const rates = new Map<string, number>();
  for (const [name, rate] of perSecond.flatMap((each) => Object.entries(each)))
    rates.set(name, Math.min(rate, rates.get(name) ?? rate));
  const buckets = new Map<string, TokenBucket>();
  const bucketOf = (name: string) => {
    const found = buckets.get(name) ?? tokenBucket(rates.get(name) ?? CAREFUL, clock);
    buckets.set(name, found);
    return found;
  };
  return {
    of: (api, operation) => bucketOf(rates.has(`${api}.${operation}`) ? `${api}.${operation}` : api),
    waiting: () =>
      Object.fromEntries([...buckets].flatMap(([name, { waiting }]) => (waiting > 0 ? [[name, waiting]] : []))),
  };
}

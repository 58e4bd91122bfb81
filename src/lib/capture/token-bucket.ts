/** What lets so many requests a second through, and makes the others wait in order. */
export interface TokenBucket {
  /** Resolves when a request may be made. */
  take(): Promise<void>;
  /**
   * Says that a request was throttled all the same: someone else uses the same limit. Nobody gets through for a second, and then
   * fewer do, until it has been calm for long.
   */
  throttled(): void;
  /** How many wait now. */
  readonly waiting: number;
}

/** Time as a bucket needs it, in milliseconds. */
export interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

const PAUSE = 1000;

/**
 * What is left of the rate when a request is throttled, and how it grows again: a tenth for every hundred requests, or half minute,
 * without another. So a caller who shares a limit for long is throttled less than once in a hundred requests.
 */
const LESS = 0.6;
const MORE = 1.1;
const CALM_REQUESTS = 100;
const CALM_TIME = 30_000;

/** It never falls below this part of what it was: others cannot stop a capture altogether. */
const LEAST = 1 / 20;

/**
 * A bucket that holds at most half a second's tokens (one at least): AWS's own bucket is never emptied by a burst.
 * `perSecond` must be above 0.
 */
export function tokenBucket(perSecond: number, clock: Clock): TokenBucket {
  let rate = perSecond;
  // When the next token is there; in the past while tokens are saved up.
  let next = Number.NEGATIVE_INFINITY;
  let calm = { requests: 0, since: Number.NEGATIVE_INFINITY };
  let pausedUntil = Number.NEGATIVE_INFINITY;
  const queue: (() => void)[] = [];
  let serving = false;

  /** Milliseconds until the next token; 0 takes it. */
  const taken = (): number => {
    const now = clock.now();
    const saved = Math.max(1, Math.floor(rate / 2)) - 1;
    next = Math.max(next, now - (saved * 1000) / rate);
    if (next > now) return next - now;
    next += 1000 / rate;
    calm.requests += 1;
    if (rate < perSecond && (calm.requests >= CALM_REQUESTS || now - calm.since >= CALM_TIME)) {
      rate = Math.min(perSecond, rate * MORE);
      calm = { requests: 0, since: now };
    }
    return 0;
  };

  const serve = async (): Promise<void> => {
    serving = true;
    // A pause may begin while somebody waits: the time is looked at again after each wait.
    for (let at = 0; at < queue.length;) {
      const wait = taken();
      if (wait > 0) {
        queue.splice(0, at);
        at = 0;
        await clock.wait(wait);
      } else {
        queue[at]?.();
        at += 1;
        if (at === queue.length) queue.length = at = 0;
      }
    }
    serving = false;
  };

  return {
    take() {
      if (queue.length === 0 && taken() === 0) return Promise.resolve();
      return new Promise((resolve) => {
        queue.push(resolve);
        if (!serving) void serve();
      });
    },
    throttled() {
      const now = clock.now();
      // Several that were under way together are one occasion.
      if (now < pausedUntil) return;
      rate = Math.max(perSecond * LEAST, rate * LESS);
      pausedUntil = now + PAUSE;
      next = Math.max(next, pausedUntil);
      calm = { requests: 0, since: now };
    },
    get waiting() {
      return queue.length;
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

/** For what runs on this machine: everything gets through at once. */
export const UNLIMITED: Limits = {
  of: () => ({ take: () => Promise.resolve(), throttled: () => {}, waiting: 0 }),
  waiting: () => ({}),
};

/** Requests a second where no service says anything. */
const CAREFUL = 5;

export function limitsOf(perSecond: readonly Readonly<Record<string, number>>[], clock: Clock): Limits {
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

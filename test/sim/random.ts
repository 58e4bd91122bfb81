/** Seeded randomness: equal seeds give equal histories. */
export interface Random {
  /** From 0 up to 1. */
  readonly next: () => number;
  /** An integer from 0 up to `n`. */
  readonly below: (n: number) => number;
  readonly chance: (p: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Mulberry32, a public domain generator: 32 bits of state are plenty for one history. */
export function seeded(seed: number): Random {
  let state = (Math.imul(seed, 2_654_435_761) + 12_345) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (p) => next() < p,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

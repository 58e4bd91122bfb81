/**
 * How what is live stands to a local file: `same` bytes; `behind`: it is what the file was made from, and lacks only what
 * the file adds; `ahead`: it has something that the file was not made from; `none`: nothing is live.
 */
export type Standing = 'same' | 'behind' | 'ahead' | 'none';

/** Decoded bytes by their SHA-256; `base` is what the file was made from, `none` for nothing, `undefined` if unknown. */
export interface Digests {
  readonly local: string;
  readonly live?: string;
  readonly base?: string;
}

/** Compares by bytes alone. Where nobody knows the base, live counts as `ahead` unless the bytes are the same. */
export function standingOf({ local, live, base }: Digests): Standing {
  if (live === undefined) return 'none';
  if (live === local) return 'same';
  return base === live ? 'behind' : 'ahead';
}

/** Whether production had it when the file was made from it, and has it no more. */
export function isGone({ live, base }: Pick<Digests, 'live' | 'base'>): boolean {
  return live === undefined && base !== undefined && base !== 'none';
}

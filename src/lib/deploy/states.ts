import type { Digests } from './standing.ts';

/**
 * How a local file stands to production. `ahead`: it was made from what is live. `behind`: it is as it was pulled, and
 * production moved on. `diverged`: both changed, or nobody knows what it was made from. `new`: production never had it.
 * `gone`: production has it no more. `missing`: only production has it. `absent`: nobody has it any more.
 */
export type FileState = 'equal' | 'ahead' | 'behind' | 'diverged' | 'new' | 'gone' | 'missing' | 'absent';

/** Compares decoded bytes by their digests; `base`: of what the file was made from, if anybody knows. */
export function stateOf({ local, live, base }: Partial<Omit<Digests, 'base'>> & { base?: string }): FileState {
  if (local === undefined) return live === undefined ? 'absent' : 'missing';
  if (live === undefined) return base === undefined ? 'new' : 'gone';
  if (local === live) return 'equal';
  if (base === live) return 'ahead';
  return base === local ? 'behind' : 'diverged';
}

/** Whether production has something that the file was not made from: an upload of it would undo that. */
export function isProductionAhead(state: FileState): boolean {
  return state === 'behind' || state === 'diverged' || state === 'gone';
}

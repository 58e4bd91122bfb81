import { printable } from '../printable.ts';

/** One thing that was looked at before a person is asked. `skipped`: it could not be looked at, and stops nothing. */
export interface Check {
  readonly name: 'address' | 'features' | 'guard' | 'screenshot';
  readonly state: 'ok' | 'failed' | 'skipped';
  /** One sentence; may quote what an uploader chose. */
  readonly says: string;
}

/** The checks that somebody must accept by their own word. */
export function failedOf(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ state }) => state === 'failed');
}

// What the API takes.
const MOST_CHECKS = 20;
const MOST_CHARACTERS = 300;

/** Checks as they are recorded with the verification: what failed first, for no more than twenty are kept. */
export function sentences(checks: readonly Check[]): string[] {
  const rest = checks.filter(({ state }) => state !== 'failed');
  return [...failedOf(checks), ...rest]
    .slice(0, MOST_CHECKS)
    .map(({ state, says }) => printable(`${state}: ${says}`).slice(0, MOST_CHARACTERS).toWellFormed());
}

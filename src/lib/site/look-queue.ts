import type { PageRef } from './page-ref.ts';

/** The one queue through which everybody asks that pages be looked at. A hint: asking twice is harmless. */
export interface LookQueue {
  /** `delaySeconds` at most 900 (SQS's own limit). */
  ask(refs: readonly PageRef[], delaySeconds?: number): Promise<void>;
}

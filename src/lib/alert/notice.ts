import type { AlertDiff, AlertSeverity, NextStep } from './alert.ts';

/**
 * Something that people are told beside incidents: a digest, a pause, what is retired or allowed, a warning, an escalation,
 * a channel that refuses. Texts as in `Alert`.
 */
export interface Notice {
  readonly kind: 'digest' | 'pause' | 'retirement' | 'allowance' | 'warning' | 'escalation' | 'channel';
  readonly site: string;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly says: string;
  readonly lines: readonly string[];
  readonly next: readonly NextStep[];
  readonly diff?: AlertDiff;
  /** Where the whole diff is, as the end of a sentence. */
  readonly whole?: string;
}

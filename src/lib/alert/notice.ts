import type { AlertSeverity, NextStep } from './alert.ts';

/** Something that people are told beside incidents: a digest, a pause, what is retired or allowed, a channel that refuses. Texts as in `Alert`. */
export interface Notice {
  readonly kind: 'digest' | 'pause' | 'retirement' | 'allowance' | 'channel';
  readonly site: string;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly says: string;
  readonly lines: readonly string[];
  readonly next: readonly NextStep[];
}

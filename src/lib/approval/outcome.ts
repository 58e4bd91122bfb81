import type { Incident } from '../incident/incident.ts';

/** Why something was refused. `conflict` may go through when it is tried again. */
export type RefusalReason =
  'unknown' | 'not-allowed' | 'state' | 'moved-on' | 'paused' | 'expired' | 'conflict' | 'invalid';

/** Nothing changed; `says` tells why and what to do. */
export interface Refused {
  readonly kind: 'refused';
  readonly why: RefusalReason;
  readonly says: string;
}

/** `recorded`: it counts, once. `asked`: the page is looked at now; else the next sweep does. */
export type DecisionOutcome =
  { readonly kind: 'recorded'; readonly incident: Incident; readonly asked: boolean } | Refused;

export const refused = (why: RefusalReason, says: string): Refused => ({ kind: 'refused', why, says });

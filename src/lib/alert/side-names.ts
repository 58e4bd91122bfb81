import type { IncidentState } from '../incident/incident.ts';

/** Whether an incident's version is the accepted one: it was left live, or people overruled the guard. */
export const isAccepted = (state: IncidentState): boolean => state === 'observed' || state === 'overridden';

/** What the two versions of an incident are called as it is now: what was left live or overridden is no rejected one. */
export function sideNames(state: IncidentState): { readonly upload: string; readonly before: string } {
  return isAccepted(state)
    ? { upload: 'Accepted version', before: 'Version before' }
    : { upload: 'Rejected version', before: 'Baseline' };
}

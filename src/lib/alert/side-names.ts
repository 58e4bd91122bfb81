import type { IncidentState } from '../incident/incident.ts';

/** What the two versions of an incident are called as it is now: what was left live or overridden is no rejected one. */
export function sideNames(state: IncidentState): { readonly upload: string; readonly before: string } {
  return state === 'observed' || state === 'overridden'
    ? { upload: 'Accepted version', before: 'Version before' }
    : { upload: 'Rejected version', before: 'Baseline' };
}

import type { Incident, IncidentState } from '../incident/incident.ts';
import type { Told } from './deliveries.ts';

const TOLD: ReadonlySet<IncidentState> = new Set<IncidentState>([
  'restored',
  'observed',
  'undecided',
  'contested',
  'overridden',
  'dismissed',
]);

/**
 * What an incident has to tell after what was told. `again`: the same version came back and was restored again.
 * `quiet`: not worth a message of its own, but what was posted is no longer true.
 */
export type News = 'none' | 'first' | 'later' | 'again' | 'quiet';

/** Whether this state is told at all; `superseded` only corrects what was told before. */
export function isTold(state: IncidentState): boolean {
  return TOLD.has(state);
}

/** Whether an incident in this state may have news: `restoring` never has. */
export function newsIsFor(state: IncidentState): boolean {
  return isTold(state) || state === 'superseded';
}

/** Compares entry numbers, so that nothing is told twice and nothing ever goes back to an older entry. */
export function newsOf({ state, entry, recurrences }: Incident, told: Told | undefined): News {
  if (told && told.entry >= entry) return 'none';
  if (!isTold(state)) return told && state === 'superseded' ? 'quiet' : 'none';
  if (!told) return 'first';
  const again = told.state === 'restored' && state === 'restored' && recurrences > (told.recurrences ?? 0);
  return again ? 'again' : 'later';
}

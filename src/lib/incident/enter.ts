import { sha256 } from '../site/version.ts';
import type { Incident, IncidentState, TrailEntry } from './incident.ts';

/** What an incident's id looks like, where one comes back from outside. */
export const INCIDENT_ID = /^[0-9a-f]{20}$/;

/** An incident's id: computed, so that a redo after a crash finds the same one. 80 bits in hex. */
export function incidentId(site: string, key: string, identity: string, gen: number): string {
  return sha256(JSON.stringify([site, key, identity, gen])).slice(0, 20);
}

/** What may change when an incident enters a state. */
export type IncidentChange = Partial<
  Omit<Incident, 'id' | 'site' | 'key' | 'state' | 'rev' | 'entry' | 'openedAt' | 'trail'>
>;

/** The incident in its next state. A new entry is counted when the state or the recurrences change: it is told again. */
export function enter(incident: Incident, state: IncidentState, change: IncidentChange, now: Date): Incident {
  const recurrences = change.recurrences ?? incident.recurrences;
  const told = state === incident.state && recurrences === incident.recurrences && !change.nowOn;
  const entered = { state, at: now.toISOString(), ...(change.decision && { decision: change.decision }) };
  return {
    ...incident,
    ...change,
    ...(state !== incident.state && { trail: trailWith(incident, entered) }),
    state,
    rev: incident.rev + 1,
    entry: told ? incident.entry : incident.entry + 1,
    updatedAt: now.toISOString(),
  };
}

const LONGEST_TRAIL = 30;

function trailWith(
  { state, openedAt, trail = [{ state, at: openedAt }] }: Incident,
  entered: TrailEntry,
): TrailEntry[] {
  const [opened, ...later] = [...trail, entered];
  return [...(opened ? [opened] : []), ...later.slice(-LONGEST_TRAIL)];
}

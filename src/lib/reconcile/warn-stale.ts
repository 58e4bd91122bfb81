import type { Incident } from '../incident/incident.ts';
import type { Transition, Write } from '../site/registry.ts';
import type { Warning } from '../site/warning.ts';

const THE_GUARD = 'the guard';

const SAYS =
  'An upload was edited from a stale copy, which still lies on somebody’s disk: pull the live page and make changes in ' +
  'that, before anybody deploys this page again.';

/**
 * These writes, and a warning for each incident that they open for a stale copy: also where the upload was left live or
 * replaced already, for the copy is there all the same. An incident is opened once, so its warning is raised once.
 */
export function warning(incidents: readonly Write<Incident>[]): Pick<Transition, 'incidents' | 'warnings'> {
  const warnings = incidents.filter(({ expect, next }) => expect === 'absent' && isStale(next)).map(warningOf);
  return { incidents, ...(warnings.length > 0 && { warnings }) };
}

const isStale = ({ findings }: Pick<Incident, 'findings'>): boolean =>
  findings.some(({ code }) => code === 'base.stale');

function warningOf({ next: { id, site, key, openedAt } }: Write<Incident>): Warning {
  return { id, site, key, says: SAYS, by: THE_GUARD, at: openedAt, incident: id };
}

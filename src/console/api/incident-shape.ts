import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import { openDecisions } from '../../lib/incident/decisions.ts';
import type { Incident } from '../../lib/incident/incident.ts';

/** An incident as the API lists it. */
export function incidentShape(incident: Incident): IncidentShape {
  const { id, site, key, state, openedAt, updatedAt, recurrences, findings, writer, decision } = incident;
  return {
    id,
    site,
    page: key,
    state,
    openedAt,
    updatedAt,
    recurrences,
    findings: [...findings],
    ...(writer && { writer }),
    ...(decision && { decision }),
    open: openDecisions(incident),
  };
}

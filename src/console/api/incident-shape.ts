import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import { writtenAt } from '../../lib/approval/one-deploy.ts';
import { openDecisions } from '../../lib/incident/decisions.ts';
import type { Incident } from '../../lib/incident/incident.ts';

/** A list says what kind of thing happened: hundreds of incidents with hundreds of findings each fit into no answer. */
const MOST_FINDINGS = 10;

/** An incident as the API lists it, with its first findings and how many more there are. */
export function listedIncident(incident: Incident): IncidentShape {
  const shape = incidentShape(incident);
  const more = shape.findings.length - MOST_FINDINGS;
  return more > 0 ? { ...shape, findings: shape.findings.slice(0, MOST_FINDINGS), moreFindings: more } : shape;
}

/** An incident as the API tells it by itself. */
export function incidentShape(incident: Incident): IncidentShape {
  const { id, site, key, state, openedAt, updatedAt, recurrences, findings, writer, decision } = incident;
  return {
    id,
    site,
    page: key,
    state,
    openedAt,
    updatedAt,
    writtenAt: writtenAt(incident),
    recurrences,
    findings: [...findings],
    ...(writer && { writer }),
    ...(decision && { decision }),
    open: openDecisions(incident),
  };
}

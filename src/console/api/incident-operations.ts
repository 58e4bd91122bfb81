import * as z from 'zod';
import { DECIDED, INCIDENT, INCIDENT_DETAIL, LINK, listOf } from '../../lib/api/incident-shapes.ts';
import { DECIDE, INCIDENT_QUERY, MAKE_LINK } from '../../lib/api/request-shapes.ts';
import { makeLink } from '../../lib/approval/links.ts';
import { refused } from '../../lib/approval/outcome.ts';
import { approverName } from '../../lib/approval/person.ts';
import { DECISIONS } from '../../lib/incident/decisions.ts';
import { viewLink } from '../../lib/approval/view-key.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import { incidentPreview } from '../../lib/preview/incident-preview.ts';
import { previewHeaders } from '../../lib/preview/preview-headers.ts';
import { decideAsked } from './decide-asked.ts';
import { describeIncident } from './describe-incident.ts';
import { listedIncident } from './incident-shape.ts';
import { noPlace } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';

const listIncidents = operation({
  id: 'listIncidents',
  method: 'GET',
  path: '/v1/incidents',
  summary: 'The incidents of a site, newest first; what happened seconds ago may be missing',
  query: INCIDENT_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'A part of the list', shape: listOf(INCIDENT) },
  refusals: ['unknown'],
  async run({ query: { site, ...query } }, { siteNames, lists }) {
    const name = site ?? (siteNames.length === 1 ? siteNames[0] : undefined);
    if (name === undefined) return refused('invalid', `Name a site: ?site=${siteNames.join(' or ?site=')}.`);
    if (!siteNames.includes(name)) return refused('unknown', `This stack guards no site ${name}.`);
    const found = await lists.incidents(name, query);
    if (!found) return noPlace;
    return { kind: 'done', answer: { ...found, items: found.items.map(listedIncident) } };
  },
});

const getIncident = operation({
  id: 'getIncident',
  method: 'GET',
  path: '/v1/incidents/{id}',
  summary: 'Everything about one incident: the diff, links to the bytes, the timeline',
  query: NO_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'The incident', shape: INCIDENT_DETAIL },
  refusals: ['unknown'],
  async run({ path: { id } }, deps) {
    const incident = await deps.registry.incident(id);
    if (!incident) return refused('unknown', `There is no incident ${id}.`);
    return { kind: 'done', answer: await describeIncident(incident, deps) };
  },
});

const getPreview = operation({
  id: 'getPreview',
  method: 'GET',
  path: '/v1/incidents/{id}/previews/{side}',
  summary: 'One of the two versions as a document of its own, fit only for a sandboxed frame',
  query: NO_QUERY,
  body: NO_BODY,
  text: previewHeaders,
  answer: { status: 200, says: 'The document, or one that says why there is none', shape: z.string() },
  refusals: ['unknown'],
  async run({ path: { id, side } }, deps) {
    const incident = await deps.registry.incident(id);
    if (!incident) return refused('unknown', `There is no incident ${id}.`);
    return { kind: 'done', answer: await incidentPreview(incident, side, deps) };
  },
});

const SUMMARY: Readonly<Record<Decision['what'], string>> = {
  override: 'The rejected version was right: it is put back and becomes the baseline',
  dismiss: 'The guard was right, or an undecided version may stay: the incident is closed',
  restore: 'The version before goes back, in place of one that was left live or overridden',
  resume: 'A contested page is guarded again',
};

const deciding = (what: Decision['what']): Operation =>
  operation({
    id: what,
    method: 'POST',
    path: `/v1/incidents/{id}/${what}`,
    summary: SUMMARY[what],
    query: NO_QUERY,
    body: () => DECIDE,
    answer: { status: 202, says: 'Recorded: the guard carries it out within seconds', shape: DECIDED },
    refusals: ['not-allowed', 'unknown', 'state', 'moved-on', 'paused', 'conflict', 'expired'],
    run: ({ path: { id }, body: { reason, scope, after }, person }, deps) =>
      decideAsked(id, { what, reason, after }, scope, person, deps),
  });

const createLink = operation({
  id: 'makeLink',
  method: 'POST',
  path: '/v1/incidents/{id}/links',
  summary: 'A link by which one approver can decide this incident once, within 72 hours',
  query: NO_QUERY,
  body: () => MAKE_LINK,
  answer: { status: 201, says: 'The link; its code is told this once', shape: LINK },
  refusals: ['not-allowed', 'unknown'],
  async run({ path: { id }, body, person }, deps) {
    const made = await makeLink(id, body.for, person, deps);
    if (made.kind === 'refused') return made;
    const { code, link } = made;
    const view = viewLink(deps.api, id, await deps.viewSecret.read());
    const answer = { incident: id, for: approverName(link.for), until: link.until, code, link: `${view}#code=${code}` };
    return { kind: 'done', answer };
  },
});

/** What can be asked about incidents. */
export const INCIDENT_OPERATIONS: readonly Operation[] = [
  listIncidents,
  getIncident,
  getPreview,
  ...DECISIONS.map(deciding),
  createLink,
];

import { ACKNOWLEDGE, WARN, WARNING_QUERY } from '../../lib/api/deploy-requests.ts';
import { WARNING, type WarningShape } from '../../lib/api/deploy-shapes.ts';
import { listOf } from '../../lib/api/incident-shapes.ts';
import { acknowledge, warn } from '../../lib/approval/warn.ts';
import type { Warning } from '../../lib/site/warning.ts';
import { noPlace, noSite, siteOf } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';

const listWarnings = operation({
  id: 'listWarnings',
  method: 'GET',
  path: '/v1/sites/{site}/warnings',
  summary: 'The open warnings of a site, which stop deploys, in no order',
  query: WARNING_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'A part of the list', shape: listOf(WARNING) },
  refusals: ['unknown'],
  async run({ path: { site }, query: { page: key, all, ...query } }, deps) {
    if (!(await siteOf(site, deps))) return noSite(site);
    const which = { ...(key !== undefined && { key }), all: all === 'true' };
    const found = await deps.lists.warnings(site, { ...query, ...which });
    if (!found) return noPlace;
    return { kind: 'done', answer: { ...found, items: found.items.map(warningShape) } };
  },
});

const raiseIt = operation({
  id: 'warn',
  method: 'POST',
  path: '/v1/sites/{site}/warnings',
  summary: 'Stops deploys of a page, or of the whole site, until an approver acknowledges it',
  query: NO_QUERY,
  body: () => WARN,
  answer: { status: 201, says: 'The warning, open', shape: WARNING },
  refusals: ['unknown', 'state', 'conflict'],
  async run({ path: { site }, body: { page, says }, person }, deps) {
    const outcome = await warn({ site, ...(page !== undefined && { key: page }) }, says, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: warningShape(outcome.warning) };
  },
});

const acknowledgeIt = operation({
  id: 'acknowledge',
  method: 'POST',
  path: '/v1/sites/{site}/warnings/{warning}/acknowledge',
  summary: 'Ends a warning: it stops nothing any more',
  query: NO_QUERY,
  body: () => ACKNOWLEDGE,
  answer: { status: 200, says: 'The warning, acknowledged', shape: WARNING },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site, warning: id }, body: { reason }, person }, deps) {
    const outcome = await acknowledge({ site, id }, reason, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: warningShape(outcome.warning) };
  },
});

function warningShape({ key, ...warning }: Warning): WarningShape {
  return { ...warning, ...(key !== undefined && { page: key }) };
}

/** What stops deploys until somebody in charge has read it. */
export const WARNING_OPERATIONS: readonly Operation[] = [listWarnings, raiseIt, acknowledgeIt];

import { everyPart } from '../lib/api/part.ts';
import type { ApiClient } from '../lib/api/api-client.ts';
import type { IncidentDetail, IncidentShape } from '../lib/api/incident-shapes.ts';
import { belongsToDeploy, isBeforeDeploy, MOST_OTHERS } from '../lib/approval/one-deploy.ts';
import type { Decision } from '../lib/incident/incident.ts';

const AT_ONCE = 100;

/**
 * The other incidents that will be decided along as things stand, for people to see before they agree: by the API's own
 * rule, but what happened seconds ago may be missing.
 */
export async function sameDeploy(
  named: IncidentDetail,
  what: Decision['what'],
  api: Pick<ApiClient, 'incidents'>,
): Promise<IncidentShape[]> {
  const found: IncidentShape[] = [];
  for await (const other of newestOf(named.site, api)) {
    if (isBeforeDeploy(named, other) || found.length >= MOST_OTHERS) break;
    if (belongsToDeploy(named, other) && other.open.includes(what)) found.push(other);
  }
  return found;
}

const newestOf = (site: string, api: Pick<ApiClient, 'incidents'>): AsyncGenerator<IncidentShape> =>
  everyPart((cursor) => api.incidents({ site, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) }));

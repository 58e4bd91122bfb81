import type { ApiClient } from '../lib/api/api-client.ts';
import type { IncidentDetail, IncidentShape } from '../lib/api/incident-shapes.ts';
import type { Decision } from '../lib/incident/incident.ts';

const QUARTER_HOUR_MS = 15 * 60_000;

/**
 * The other incidents that will probably be decided along, for people to see before they agree: which they are in the
 * end is told by the API, by the times of the uploads.
 */
export async function sameDeploy(
  named: IncidentDetail,
  what: Decision['what'],
  api: Pick<ApiClient, 'incidents'>,
): Promise<IncidentShape[]> {
  const { items } = await api.incidents({ site: named.site, limit: 100 });
  const near = (at: string) => Math.abs(Date.parse(at) - Date.parse(named.openedAt)) <= QUARTER_HOUR_MS;
  return items.filter(
    ({ id, openedAt, writer, open }) =>
      id !== named.id &&
      writer?.principal !== undefined &&
      writer.principal === named.writer?.principal &&
      near(openedAt) &&
      open.includes(what),
  );
}

import { INCIDENT_ID } from '../../lib/incident/enter.ts';
import type { Incident } from '../../lib/incident/incident.ts';
import type { InstalledApp } from '../../lib/site/slack-apps.ts';
import type { Site, SlackTarget } from '../../lib/site/site.ts';
import type { RequestDeps } from '../deps.ts';

/** An incident, and its site as it is configured now. */
export interface Case {
  readonly incident: Incident;
  readonly site: Site;
  readonly slack: SlackTarget;
}

/** The incident of that id, if it is of a site that names this app; else there is none as far as the app knows. */
export async function caseOf(
  id: string,
  app: InstalledApp,
  { registry }: Pick<RequestDeps, 'registry'>,
): Promise<Case | undefined> {
  const incident = INCIDENT_ID.test(id) ? await registry.incident(id) : undefined;
  if (!incident || !app.sites.includes(incident.site)) return undefined;
  const { site } = await registry.read({ site: incident.site, key: incident.key });
  const slack = site?.config.slack;
  if (!site || slack?.app?.id !== app.id || slack.app.team !== app.team) return undefined;
  return { incident, site: site.config, slack };
}

import type { Incident } from '../incident/incident.ts';
import type { EscalationRecord } from '../site/escalation.ts';
import type { SiteRecord } from '../site/site-record.ts';
import type { Warning } from '../site/warning.ts';

/** The registry as the alerter reads it, strongly consistent: a stream record may be out of date, these are not. */
export interface Records {
  incident(id: string): Promise<Incident | undefined>;
  site(name: string): Promise<SiteRecord | undefined>;
  warning(site: string, id: string): Promise<Warning | undefined>;
  escalation(site: string, id: string): Promise<EscalationRecord | undefined>;
}

/** Reads each site once. For one run of a few seconds only: a cache that lived longer would post to an old channel. */
export function readingSitesOnce(records: Records): Records {
  const sites = new Map<string, Promise<SiteRecord | undefined>>();
  return {
    incident: (id) => records.incident(id),
    warning: (site, id) => records.warning(site, id),
    escalation: (site, id) => records.escalation(site, id),
    site(name) {
      const known = sites.get(name) ?? records.site(name);
      sites.set(name, known);
      return known;
    },
  };
}

import type { Alert } from './alert.ts';
import { alertOf } from './alert-of.ts';
import { digestNotice } from './digest-notice.ts';
import { incidentDiff } from './incident-diff.ts';
import { newsIsFor } from './news.ts';
import { routeOf } from './route-of.ts';
import type { AlerterDeps, Task } from './task.ts';
import { tellIncidentBySlack, tellIncidentBySns } from './tell-incident.ts';
import { tellNoticeBySlack, tellNoticeBySns } from './tell-notice.ts';

/** The telling of an incident as it is now, alone or in the digest of its minute; none for an incident not to be told. */
export async function incidentTask(id: string, deps: AlerterDeps): Promise<Task | undefined> {
  const incident = await deps.records.incident(id);
  if (!incident || !newsIsFor(incident.state)) return undefined;
  const site = (await deps.records.site(incident.site))?.config;
  let made: Promise<Alert> | undefined;
  const alert = (): Promise<Alert> => {
    made ??= incidentDiff(incident, site, deps).then((diff) => alertOf(incident, site, diff, deps.now));
    return made;
  };
  return {
    async sns() {
      const minute = await routeOf(incident, deps);
      if (minute === undefined) return tellIncidentBySns({ incident, alert }, deps);
      const digest = await digestOf(incident.site, minute, deps);
      return tellNoticeBySns(digest.subject, digest.notice, deps);
    },
    async slack() {
      const target = site?.slack;
      if (!target) return;
      const minute = await routeOf(incident, deps);
      await tellIncidentBySlack({ incident, alert }, { target, digested: minute !== undefined }, deps);
      if (minute === undefined) return;
      const { subject, ...digest } = await digestOf(incident.site, minute, deps);
      await tellNoticeBySlack(subject, { ...digest, target }, deps);
    },
  };
}

async function digestOf(site: string, minute: string, { deliveries }: AlerterDeps) {
  const tally = (await deliveries.tally(site, minute)) ?? { rev: 0, total: 0, digested: 0, lines: [] };
  const subject = { kind: 'digest', site, minute } as const;
  return { subject, notice: digestNotice(site, minute, tally), entry: tally.digested };
}

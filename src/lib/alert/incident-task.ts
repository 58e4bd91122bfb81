import { HoldfastError } from '../errors.ts';
import type { Incident } from '../incident/incident.ts';
import type { Site } from '../site/site.ts';
import type { Alert } from './alert.ts';
import { alertOf } from './alert-of.ts';
import { changeBehind, deployedAlert } from './deployed-by.ts';
import type { Tally } from './deliveries.ts';
import { digestNotice } from './digest-notice.ts';
import { incidentDiff } from './incident-diff.ts';
import { newsIsFor } from './news.ts';
import { routeOf } from './route-of.ts';
import type { AlerterDeps, Task } from './task.ts';
import { warnedAlert } from './warned-alert.ts';
import { isStale } from './what-now.ts';
import { tellIncidentBySlack, tellIncidentBySns } from './tell-incident.ts';
import { tellNoticeBySlack, tellNoticeBySns } from './tell-notice.ts';

/** The telling of an incident as it is now, alone or in the digest of its minute; none for an incident not to be told. */
export async function incidentTask(id: string, deps: AlerterDeps): Promise<Task | undefined> {
  const incident = await deps.records.incident(id);
  if (!incident || !newsIsFor(incident.state)) return undefined;
  const site = (await deps.records.site(incident.site))?.config;
  let made: Promise<Alert> | undefined;
  const alert = (): Promise<Alert> => {
    made ??= makeAlert(incident, site, deps);
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

async function makeAlert(incident: Incident, site: Site | undefined, deps: AlerterDeps): Promise<Alert> {
  const [diff, review, warning, change] = await Promise.all([
    incidentDiff(incident, site, deps),
    reviewOf(incident.id, deps),
    isStale(incident) ? deps.records.warning(incident.site, incident.id) : undefined,
    changeBehind(incident, deps),
  ]);
  return deployedAlert(warnedAlert(alertOf(incident, site, diff, deps.now, review), warning), change);
}

/** Without a link an alert is still worth telling, and what would only fail again must not hold it up. */
async function reviewOf(id: string, { review, log }: Pick<AlerterDeps, 'review' | 'log'>): Promise<string | undefined> {
  try {
    return await review(id);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.retryable) throw error;
    log.error('An alert is told without its link.', { incident: id, error });
    return undefined;
  }
}

async function digestOf(site: string, minute: string, deps: AlerterDeps) {
  const tally = (await deps.deliveries.tally(site, minute)) ?? { rev: 0, total: 0, digested: 0, lines: [] };
  const subject = { kind: 'digest', site, minute } as const;
  return { subject, notice: digestNotice(site, minute, tally, await reviewsOf(tally, deps)), entry: tally.digested };
}

async function reviewsOf({ lines }: Tally, deps: AlerterDeps): Promise<Map<string, string>> {
  const reviews = new Map<string, string>();
  for (const { id } of lines) {
    const review = await reviewOf(id, deps);
    if (review === undefined) break;
    reviews.set(id, review);
  }
  return reviews;
}

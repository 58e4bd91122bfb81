import { openNow } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import type { PageRecord } from '../site/page-record.ts';
import { DELETED } from '../site/version.ts';
import { decisionBehind } from './decision-told.ts';
import { decidedBy, happened, whyLeft } from './meaning.ts';
import { whatNow } from './what-now.ts';

/** What happened, what it means and what can be done, its page being as it is: without what a newer version has ended. */
export function meaningNow(incident: Incident, page: PageRecord): string {
  const newer = newerOf(incident, page);
  const told = newer === undefined ? happened(incident) : `${happenedOnce(incident)} ${newer}`;
  return [told, whatNow(incident, openNow(incident, page))].filter(Boolean).join(' ');
}

/** That another version is the baseline since, and since when; nothing while it is the one that the incident speaks of. */
function newerOf(incident: Incident, { baseline }: PageRecord): string | undefined {
  if (!baseline || baselinesOf(incident).includes(baseline.identity)) return undefined;
  return baseline.identity === DELETED
    ? `A deletion of the page was accepted on ${baseline.acceptedAt}.`
    : `A newer version was accepted on ${baseline.acceptedAt} and is the baseline since.`;
}

/** What can be the baseline while the incident is as it says. */
function baselinesOf({ state, version, baseline }: Incident): (string | undefined)[] {
  switch (state) {
    case 'observed':
      return [version.identity];
    case 'overridden':
    case 'dismissed':
      return [version.identity, baseline?.identity];
    default:
      return [baseline?.identity];
  }
}

function happenedOnce(incident: Incident): string {
  const what = incident.version.identity === DELETED ? 'deletion' : 'upload';
  const decision = decisionBehind(incident);
  switch (incident.state) {
    case 'restoring':
    case 'restored':
      return decision
        ? decidedBy('The version before it went back, as decided', decision)
        : `The ${what} was rejected.`;
    case 'observed':
      return `The ${what} did what is listed below, and was left live, because ${whyLeft(incident)}.`;
    case 'superseded':
      return happened(incident);
    case 'undecided':
      return `The guard could not judge this ${what} and left it live.`;
    case 'contested':
      return 'Rejected versions of this page kept coming back, and the guard stopped restoring it.';
    case 'overridden':
      return decidedBy('The guard was overruled', decision);
    case 'dismissed':
      return decidedBy('The incident was dismissed', decision);
    default:
      return incident.state satisfies never;
  }
}

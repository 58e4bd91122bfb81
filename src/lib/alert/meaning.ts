import type { Incident, IncidentState } from '../incident/incident.ts';
import { DELETED } from '../site/version.ts';
import { shownLine } from './shown-text.ts';
import { whatNow } from './what-now.ts';

const BECAME: Record<IncidentState, string> = {
  restoring: 'is being restored',
  restored: 'was restored',
  observed: 'lost something and was left live',
  superseded: 'was already replaced',
  undecided: 'needs a person to look',
  contested: 'is contested',
  overridden: 'was overridden',
  dismissed: 'was dismissed',
};

/** What became of the page, to follow its name. */
export function becameOf(state: IncidentState): string {
  return BECAME[state];
}

/** What happened, what it means for those in charge, and what they can do. */
export function meaningOf(incident: Incident): string {
  return [happened(incident), whatNow(incident)].filter(Boolean).join(' ');
}

function happened(incident: Incident): string {
  const what = incident.version.identity === DELETED ? 'deletion' : 'upload';
  const by = incident.decision ? ` by ${shownLine(incident.decision.by, 200)}` : '';
  switch (incident.state) {
    case 'restoring':
      return `The ${what} was rejected and the baseline is being put back.`;
    case 'restored':
      return `The ${what} was rejected and the baseline is live again.${keptOf(incident)}`;
    case 'observed':
      return `The ${what} did what is listed below. It was left live, because the policy only tells, and is the baseline now.`;
    case 'superseded':
      return `The rejected ${what} had already been replaced by a newer one. Nothing was overwritten.`;
    case 'undecided':
      return `The guard could not judge this ${what}. It stays live, but it is not the baseline: a person must look.`;
    case 'contested':
      return `Rejected versions of this page keep coming back. The guard has stopped restoring it, so the rejected ${what} may be live.`;
    case 'overridden':
      return `The guard was overruled${by}: the rejected ${what} was right and is accepted.`;
    case 'dismissed':
      return `The incident was dismissed${by}: the guard was right.`;
    default:
      return incident.state satisfies never;
  }
}

const keptOf = ({ version }: Incident): string =>
  version.identity === DELETED ? '' : ' The rejected bytes are kept in quarantine.';

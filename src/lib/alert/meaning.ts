import type { Decision, Incident, IncidentState } from '../incident/incident.ts';
import { DELETED } from '../site/version.ts';
import { deciderOf, decisionBehind, reasonOf } from './decision-told.ts';
import { returnedNames, whatNow } from './what-now.ts';

const BECAME: Record<IncidentState, string> = {
  restoring: 'is being restored',
  restored: 'was restored',
  observed: 'was left live in spite of what was found',
  superseded: 'was already replaced',
  undecided: 'needs a person to look',
  contested: 'is contested',
  overridden: 'was overridden',
  dismissed: 'was dismissed',
};

const OF_INCIDENT: ReadonlySet<IncidentState> = new Set<IncidentState>(['overridden', 'dismissed']);

/** What is said before and after a page's name: what became of the page, or of its incident where people decided that one. */
export function becameOf(state: IncidentState): { before: 'The incident of ' | ''; after: string } {
  return { before: OF_INCIDENT.has(state) ? 'The incident of ' : '', after: BECAME[state] };
}

/** What became of a page or of its incident, in one line. */
export function aboutPage(page: string, state: IncidentState): string {
  const { before, after } = becameOf(state);
  return `${before}${page} ${after}`;
}

/** What happened, what it means for those in charge, and what they can do. */
export function meaningOf(incident: Incident): string {
  return [happened(incident), whatNow(incident)].filter(Boolean).join(' ');
}

/** What happened, without what can be done. */
export function happened(incident: Incident): string {
  const what = incident.version.identity === DELETED ? 'deletion' : 'upload';
  const decision = decisionBehind(incident);
  switch (incident.state) {
    case 'restoring':
      return `The ${what} was rejected and the baseline is being put back.`;
    case 'restored':
      return `${decision ? orderedBy(decision) : rejectedBecause(what)}${keptOf(incident)}`;
    case 'observed':
      return `The ${what} did what is listed below. It was left live, because ${whyLeft(incident)}, and is the baseline now.`;
    case 'superseded':
      return `The rejected ${what} had already been replaced by a newer one. Nothing was overwritten.`;
    case 'undecided':
      return `The guard could not judge this ${what}. It stays live, but it is not the baseline: a person must look.`;
    case 'contested':
      return `Rejected versions of this page keep coming back. The guard has stopped restoring it, so the rejected ${what} may be live.`;
    case 'overridden':
      return `${decidedBy('The guard was overruled', decision)} ${acceptedOf(incident)}`;
    case 'dismissed':
      return `${decidedBy('The incident was dismissed', decision)} ${dismissedOf(incident)}`;
    default:
      return incident.state satisfies never;
  }
}

/** Why what was found was told and not undone: enforced, a finding of severity `rollback` is never left live. */
export function whyLeft({ findings, baseline }: Pick<Incident, 'findings' | 'baseline'>): string {
  if (findings.some(({ severity }) => severity === 'rollback')) return 'the site only observes (policy.mode)';
  // Of a first version everything is only told, whatever the policy says.
  return `what was found is only told${baseline ? ' (policy.severity)' : ''}`;
}

const rejectedBecause = (what: string): string => `The ${what} was rejected and the baseline is live again.`;

/** A restore that a person asked for, or let happen. */
function orderedBy(decision: Decision): string {
  return decision.what === 'resume'
    ? `${decidedBy('The page is guarded again, as decided', decision)} The baseline is live.`
    : decidedBy('The version before it is live again, as decided', decision);
}

/** That something is so by a decision: by whose, and why. */
export function decidedBy(what: string, decision: Decision | undefined): string {
  return decision ? `${what} by ${deciderOf(decision)}. ${reasonOf(decision)}` : `${what}.`;
}

function acceptedOf(incident: Incident): string {
  if (incident.version.identity === DELETED) return 'The next deletion of the page passes; until then the page stays.';
  const retired =
    returnedNames(incident).length > 0
      ? ' What it brought back is still retired: it may leave this page unnoticed and must not come to another, unless it is unretired.'
      : '';
  return `The upload is the baseline now; the guard puts it live where it is not.${retired}`;
}

function dismissedOf({ trail = [] }: Incident): string {
  return trail.at(-2)?.state === 'undecided'
    ? 'The version stays live and is not the baseline; later uploads are judged against the last accepted version.'
    : 'The guard was right.';
}

const keptOf = ({ version }: Incident): string =>
  version.identity === DELETED ? '' : ' The rejected bytes are kept in quarantine.';

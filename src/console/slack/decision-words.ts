import { shownLine } from '../../lib/alert/shown-text.ts';
import { toldFinding } from '../../lib/alert/told-finding.ts';
import { DECISION_NAME } from '../../lib/incident/decision-words.ts';
import type { Decision, Incident } from '../../lib/incident/incident.ts';

type What = Decision['what'];

/** Site and page of an incident, in one line. */
export function placeOf({ site, key }: Incident): string {
  return `${shownLine(site, 64)}: ${shownLine(key, 300)}`;
}

const MOST_FINDINGS = 3;

/** The first findings, each with its place in a line of its own. */
export function findingsOf({ findings }: Incident): string {
  const told = findings
    .slice(0, MOST_FINDINGS)
    .map(toldFinding)
    .map(({ says, place }) => (place === undefined ? `• ${says}` : `• ${says}\n    ${place}`));
  const more = findings.length - told.length;
  return [...told, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

/** Why it cannot be so decided any more: what became of the incident, and by whom. */
export function whyNotOpen(what: What, { state, decision }: Incident): string {
  const since = decision ? ` since ${decidedBy(decision)}` : '';
  return `The incident is ${state}${since}. ${DECISION_NAME[what]} is not open to it any more: see the post for what is.`;
}

function decidedBy({ by, what, at, reason }: Decision): string {
  return `${shownLine(by, 250)} decided to ${what} it at ${at} (“${shownLine(reason, 200)}”)`;
}

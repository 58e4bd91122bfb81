import { openDecisions } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import type { Site } from '../site/site.ts';
import { DELETED } from '../site/version.ts';
import type { Alert, AlertDiff, AlertSeverity } from './alert.ts';
import { deciderOf } from './decision-told.ts';
import { editedFrom, undoing } from './edited-from.ts';
import { aboutPage, meaningOf } from './meaning.ts';
import { nextSteps } from './next-steps.ts';
import { shownLine } from './shown-text.ts';
import { sideNames } from './side-names.ts';
import { toldFinding } from './told-finding.ts';

const MAX_FINDINGS = 20;
const MAX_ELSEWHERE = 5;

const SEVERITY: Record<Incident['state'], AlertSeverity> = {
  contested: 'critical',
  restored: 'high',
  undecided: 'high',
  observed: 'medium',
  restoring: 'info',
  superseded: 'info',
  overridden: 'info',
  dismissed: 'info',
};

/**
 * The alert of an incident as it is now. Pure; the site may be unknown, the incident may say anything. `review` is the
 * address of its review page, where there is one.
 */
export function alertOf(
  incident: Incident,
  site: Site | undefined,
  diff: AlertDiff,
  now: Date,
  review?: string,
): Alert {
  const page = shownLine(incident.key, 300);
  return {
    incident: shownLine(incident.id, 64),
    site: shownLine(incident.site, 64),
    page,
    state: incident.state,
    severity: SEVERITY[incident.state],
    title: `${shownLine(incident.site, 40)}: ${aboutPage(shownLine(incident.key, 60), incident.state)}`,
    meaning: meaningOf(incident),
    findings: incident.findings.slice(0, MAX_FINDINGS).map(toldFinding),
    moreFindings: Math.max(0, incident.findings.length - MAX_FINDINGS),
    elsewhere: elsewhereOf(incident, site),
    facts: factsOf(incident, site, page),
    diff,
    next: nextSteps(incident, site?.production.bucket),
    ...(review !== undefined && { review }),
    asOf: now.toISOString(),
  };
}

/** Only Slack's buttons make it one tap, and only where an app hears them. */
function elsewhereOf(incident: Incident, site: Site | undefined): string[] {
  const override = site?.slack?.app ? 'override with one tap.' : 'override, if that was meant.';
  const open = incident.state === 'restored' && openDecisions(incident).includes('override');
  const todo = open ? `: ${override}` : '.';
  return Object.entries(incident.nowOn ?? {})
    .slice(0, MAX_ELSEWHERE)
    .map(([token, key]) => `${shownLine(token, 80)} is now live on ${shownLine(key, 200)}${todo}`);
}

function factsOf(incident: Incident, site: Site | undefined, page: string): [string, string][] {
  const { writer, version, baseline, decision, state } = incident;
  const names = sideNames(state);
  const facts: [string, string | undefined][] = [
    ['Page', site ? `${page} in s3://${shownLine(site.production.bucket, 63)}` : page],
    ['Written by', whoOf(writer)],
    ['Written at', shownLine(version.lastModified, 40)],
    [names.upload, versionOf(version)],
    [names.before, baseline && versionOf(baseline)],
    ['Edited from', ancestorText(incident)],
    ['Put back at', incident.restoredAt && shownLine(incident.restoredAt, 40)],
    ['CDN not purged', incident.purgeProblem && `${shownLine(incident.purgeProblem, 300)} Purge it by hand.`],
    ['Came back', incident.recurrences > 0 ? timesOf(incident.recurrences) : undefined],
    ['Decision', decision && `${decision.what} by ${deciderOf(decision)}`],
    ['Decided because', decision && shownLine(decision.reason, 500)],
    ['Decided at', decision && shownLine(decision.at, 40)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

const timesOf = (count: number): string => (count === 1 ? 'once' : `${count} times`);

function whoOf(writer: Incident['writer']): string {
  if (!writer?.principal) return 'unknown: no notice named this very version';
  const from = writer.sourceIp ? ` from ${shownLine(writer.sourceIp, 60)}` : '';
  const event = writer.event ? ` (${shownLine(writer.event, 60)})` : '';
  return shownLine(writer.principal, 200) + from + event;
}

function ancestorText(incident: Incident): string | undefined {
  const ancestor = editedFrom(incident);
  return (
    ancestor && `${versionOf(ancestor)}, uploaded at ${shownLine(ancestor.lastModified, 40)}; ${undoing(ancestor)}`
  );
}

function versionOf({ identity, versionId, size }: { identity: string; versionId: string; size?: number }): string {
  if (identity === DELETED) return `a deletion (version ${shownLine(versionId, 64)})`;
  const bytes = size === undefined ? '' : `, ${size} bytes`;
  return `${shownLine(versionId, 64)} (identity ${shownLine(identity, 12)}${bytes})`;
}

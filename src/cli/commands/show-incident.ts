import type { ApiClient } from '../../lib/api/api-client.ts';
import type { WarningShape } from '../../lib/api/deploy-shapes.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { warningsOf } from '../../lib/api/newest-warnings.ts';
import { editedFrom } from '../../lib/alert/edited-from.ts';
import { lostSteps, returnedSteps } from '../../lib/alert/name-steps.ts';
import { isAccepted } from '../../lib/alert/side-names.ts';
import { fetchSteps, revertSteps } from '../../lib/alert/stale-steps.ts';
import { toldFinding } from '../../lib/alert/told-finding.ts';
import type { Command } from '../command.ts';
import { ancestorOf, pageOf, rowNames, showRows, versionOf, writerOf, type Row } from '../describe-incident.ts';
import { checkIncidentId, findIncident } from '../find-incident.ts';
import { done } from '../outcome.ts';
import { printable } from '../printable.ts';
import { effectOf } from '../../lib/incident/decision-words.ts';
import { showDiff } from '../show-diff.ts';
import { utcMinute, utcSecond } from '../when.ts';

export const showIncident: Command = {
  name: 'incidents show <id>',
  summary: 'everything about one incident: findings, who, versions, the timeline, the difference, what can be decided',
  examples: ['npx holdfast incidents show 1f2e3d4c5b6a'],
  exits: [0, 1, 2, 7],
  writes: false,
  check: checkIncidentId,
  async run({ args: [id = ''] }, session) {
    const incident = await findIncident(id, session);
    const warning = await warningFor(incident, session.operator.api);
    const parts = [describe(incident, warning), timeline(incident), ...differences(incident), whatNow(incident)];
    return done({ incident, ...(warning && { warning }) }, parts.join('\n\n'));
  },
};

/** The warning that the guard raised for it, as it did for a stale copy. */
async function warningFor(
  { id, site, page, findings }: IncidentDetail,
  api: Pick<ApiClient, 'warnings'>,
): Promise<WarningShape | undefined> {
  if (!findings.some(({ code }) => code === 'base.stale')) return undefined;
  return (await warningsOf(site, { page, all: true }, api)).find(({ incident }) => incident === id);
}

function warningRow({ id, acknowledged }: WarningShape): string {
  if (!acknowledged) return `open: deploys of this page are refused until npx holdfast ack ${id} --reason "…"`;
  const { by, at, reason } = acknowledged;
  return `acknowledged by ${by}, ${utcMinute(at)}: ${reason}`;
}

function describe(incident: IncidentDetail, warning: WarningShape | undefined): string {
  const { id, state, openedAt, updatedAt, meaning, purgeProblem, recurrences, decision, nowOn = {} } = incident;
  const { upload, before } = rowNames(incident);
  const rows: Row[] = [
    ['incident', id],
    ['page', pageOf(incident)],
    ['state', `${state} (opened ${utcMinute(openedAt)}, changed ${utcMinute(updatedAt)})`],
    ['meaning', meaning],
    ['CDN', purgeProblem && `not purged: ${purgeProblem}`],
    ['came back', recurrences > 0 ? `${recurrences} times` : undefined],
    ['written by', writerOf(incident)],
    [upload, `${versionOf(incident.rejected)}, ${incident.rejected.identity}`],
    [before, incident.baseline && `${versionOf(incident.baseline)}, ${incident.baseline.identity}`],
    ['based on', ancestorOf(incident)],
    ['decided', decision && `${decision.what} by ${decision.by}, ${utcMinute(decision.at)}: ${decision.reason}`],
    ['warning', warning && warningRow(warning)],
    ...Object.entries(nowOn).map(([token, on]): Row => ['now on', `${token}: ${on}`]),
  ];
  return [...showRows(rows), 'findings', ...incident.findings.flatMap(findingLines)].join('\n');
}

function findingLines(finding: IncidentDetail['findings'][number]): string[] {
  const { code, severity, says } = finding;
  const { place } = toldFinding(finding);
  return [printable(`  ${code} (${severity}): ${says}`), ...(place === undefined ? [] : [`      ${place}`])];
}

/** What changed in the baseline, and for an upload that was edited from an older version, in that one. */
function differences(incident: IncidentDetail): string[] {
  const { diff, ancestorDiff } = incident;
  const ancestor = editedFrom(incident);
  if (!ancestor || !ancestorDiff) return [showDiff(diff)];
  return [
    `the ${isAccepted(incident.state) ? 'version before' : 'baseline'} and the upload\n${showDiff(diff)}`,
    `the version of ${utcMinute(ancestor.lastModified)}, from which it was edited, and the upload\n${showDiff(ancestorDiff)}`,
  ];
}

function timeline({ timeline }: IncidentDetail): string {
  const told = ({ says, decision }: (typeof timeline)[number]) =>
    decision ? `${says} ${decision.by}: ${decision.reason}` : says;
  return ['timeline', ...timeline.map((entry) => printable(`  ${utcSecond(entry.at)}  ${told(entry)}`))].join('\n');
}

/** The exact commands for what can be decided now, and where it is seen and decided in a browser. */
function whatNow(incident: IncidentDetail): string {
  const { id, open, review, state, rejected, findings } = incident;
  const decidable = { state, identity: rejected.identity, findings };
  const commands = open.flatMap((what) => [
    printable(`  npx holdfast ${what} ${id} --reason "…"`),
    `      ${effectOf(what, decidable)}`,
  ]);
  const link = [printable(`  npx holdfast link ${id} --for "…"`), '      an approver decides it in a browser'];
  const decide =
    open.length === 0 ? ['Nothing can be decided about it any more.'] : ['to decide it', ...commands, ...link];
  return [...decide, ...beside(incident), printable(`to see it in a browser: ${review}`)].join('\n');
}

/** What can be done besides deciding: make a stale upload's change again, let things go or come back, retire them. */
function beside({ site, page, bucket, open, state, findings }: IncidentDetail): string[] {
  const about = { site, key: page, findings };
  const steps = [
    ...(open.includes('override') || open.includes('restore') ? fetchSteps(about, bucket) : []),
    ...(open.includes('override') ? [...lostSteps(about), ...revertSteps(about)] : []),
    ...(open.includes('override') || state === 'overridden' ? returnedSteps(site, findings) : []),
  ];
  return steps.flatMap(({ does, command }) => [`  ${command}`, `      ${does}`]);
}

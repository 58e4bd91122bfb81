import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { returnedSteps } from '../../lib/alert/name-steps.ts';
import type { Command } from '../command.ts';
import { pageOf, showRows, versionOf, writerOf, type Row } from '../describe-incident.ts';
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
    const parts = [describe(incident), timeline(incident), showDiff(incident.diff), whatNow(incident)];
    return done({ incident }, parts.join('\n\n'));
  },
};

function describe(incident: IncidentDetail): string {
  const { id, state, openedAt, updatedAt, meaning, purgeProblem, recurrences, decision, nowOn = {} } = incident;
  const rows: Row[] = [
    ['incident', id],
    ['page', pageOf(incident)],
    ['state', `${state} (opened ${utcMinute(openedAt)}, changed ${utcMinute(updatedAt)})`],
    ['meaning', meaning],
    ['CDN', purgeProblem && `not purged: ${purgeProblem}`],
    ['came back', recurrences > 0 ? `${recurrences} times` : undefined],
    ['written by', writerOf(incident)],
    ['rejected', `${versionOf(incident.rejected)}, ${incident.rejected.identity}`],
    ['baseline', incident.baseline && `${versionOf(incident.baseline)}, ${incident.baseline.identity}`],
    ['decided', decision && `${decision.what} by ${decision.by}, ${utcMinute(decision.at)}: ${decision.reason}`],
    ...Object.entries(nowOn).map(([token, on]): Row => ['now on', `${token}: ${on}`]),
  ];
  return [...showRows(rows), 'findings', ...incident.findings.flatMap(findingLines)].join('\n');
}

function findingLines({ code, severity, says, place }: IncidentDetail['findings'][number]): string[] {
  const line = `  ${code} (${severity}): ${says}`;
  return [line, ...(place ? [`      line ${place.line}: ${place.excerpt}`] : [])].map(printable);
}

function timeline({ timeline }: IncidentDetail): string {
  const told = ({ says, decision }: (typeof timeline)[number]) =>
    decision ? `${says} ${decision.by}: ${decision.reason}` : says;
  return ['timeline', ...timeline.map((entry) => printable(`  ${utcSecond(entry.at)}  ${told(entry)}`))].join('\n');
}

/** The exact commands for what can be decided now, and where it is seen and decided in a browser. */
function whatNow({ id, site, open, review, state, rejected, findings }: IncidentDetail): string {
  const decidable = { state, identity: rejected.identity, findings };
  const commands = open.flatMap((what) => [
    printable(`  npx holdfast ${what} ${id} --reason "…"`),
    `      ${effectOf(what, decidable)}`,
  ]);
  const link = [printable(`  npx holdfast link ${id} --for "…"`), '      an approver decides it in a browser'];
  const decide =
    open.length === 0 ? ['Nothing can be decided about it any more.'] : ['to decide it', ...commands, ...link];
  const back = open.includes('override') || state === 'overridden' ? returnedSteps(site, findings) : [];
  const unretire = back.flatMap(({ does, command }) => [`  ${command}`, `      ${does}`]);
  return [...decide, ...unretire, printable(`to see it in a browser: ${review}`)].join('\n');
}

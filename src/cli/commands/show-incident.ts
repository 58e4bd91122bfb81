import { styleText } from 'node:util';
import type { AlertDiff } from '../../lib/alert/alert.ts';
import { incidentDiff } from '../../lib/alert/incident-diff.ts';
import { meaningOf } from '../../lib/alert/meaning.ts';
import type { Operations } from '../../lib/aws/dynamo-operations.ts';
import type { Incident } from '../../lib/incident/incident.ts';
import type { Finding } from '../../lib/verdict/finding.ts';
import type { Command } from '../command.ts';
import { done, usage } from '../outcome.ts';
import { printable } from '../printable.ts';
import { utcMinute } from '../when.ts';

/** The beginning of an id is looked for among this many newest incidents of each site. */
const SEARCHED = 500;

export const showIncident: Command = {
  name: 'incidents show <id>',
  summary: 'everything about one incident: findings, who, versions, the difference',
  examples: ['npx holdfast incidents show 1f2e3d4c5b6a'],
  exits: [0, 1, 2, 7],
  writes: false,
  check({ args: [id = ''] }) {
    if (!/^[\w-]{6,128}$/.test(id))
      throw usage(
        `"${printable(id)}" is no incident's id.`,
        'Write its first 6 letters or more; `npx holdfast incidents` lists them.',
      );
  },
  async run({ args: [id = ''] }, { operator, sites }) {
    const incident = await findIncident(
      id,
      sites.map(({ name }) => name),
      operator.operations,
    );
    const site = sites.find(({ name }) => name === incident.site);
    const diff = await incidentDiff(incident, site, { snapshots: operator.snapshots });
    return done({ incident, diff }, `${describe(incident)}\n\n${showDiff(diff)}`);
  },
};

async function findIncident(
  id: string,
  sites: readonly string[],
  operations: Pick<Operations, 'incident' | 'incidents'>,
): Promise<Incident> {
  const whole = await operations.incident(id);
  if (whole) return whole;
  const lists = await Promise.all(sites.map((site) => operations.incidents(site, { limit: SEARCHED })));
  const matches = lists.flatMap((list) => list.incidents).filter((incident) => incident.id.startsWith(id));
  if (matches.length > 1) throw usage(`${matches.length} incidents begin with ${id}.`, 'Write more of the id.');
  const [only] = matches;
  if (!only) throw usage(`There is no incident ${id}.`, 'See them with `npx holdfast incidents`.');
  return (await operations.incident(only.id)) ?? only;
}

function describe(incident: Incident): string {
  const { id, site, key, state, openedAt, updatedAt, findings, version, baseline, writer, decision, recurrences } =
    incident;
  const rows: [string, string | undefined][] = [
    ['incident', id],
    ['page', `${key} of ${site}`],
    ['state', `${state} (opened ${utcMinute(openedAt)}, changed ${utcMinute(updatedAt)})`],
    ['meaning', meaningOf(incident)],
    ['CDN', incident.purgeProblem && `not purged: ${incident.purgeProblem}`],
    ['came back', recurrences > 0 ? `${recurrences} times` : undefined],
    ['written by', [writer?.principal ?? 'unknown', writer?.sourceIp, writer?.event].filter(Boolean).join(', ')],
    ['rejected', `version ${version.versionId} of ${version.lastModified}, ${version.identity}`],
    ['baseline', baseline && `version ${baseline.versionId} of ${baseline.lastModified}, ${baseline.identity}`],
    ['decided', decision && `${decision.what} by ${decision.by}, ${utcMinute(decision.at)}: ${decision.reason}`],
    ...Object.entries(incident.nowOn ?? {}).map(([token, on]): [string, string] => ['now on', `${token}: ${on}`]),
  ];
  const head = rows.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(11)}${printable(text)}`]));
  return [...head, 'findings', ...findings.map(describeFinding)].join('\n');
}

function describeFinding({ code, severity, says, place }: Finding): string {
  const where = place ? `\n      line ${place.line}: ${place.excerpt}` : '';
  return `${printable(`  ${code} (${severity}): ${says}`)}${where.split('\n').map(printable).join('\n')}`;
}

/** The difference in colour, where the terminal has any. Its lines are already fit to be shown. */
function showDiff(diff: AlertDiff): string {
  if (diff.kind === 'none') return `No difference is shown: ${diff.reason}`;
  const lines = diff.lines.map((line) => {
    if (line.startsWith('@@')) return styleText('cyan', line);
    if (line.startsWith('+')) return styleText('green', line);
    return line.startsWith('-') ? styleText('red', line) : line;
  });
  return [...lines, ...(diff.cut ? ['… and more'] : [])].join('\n');
}

import type { DecidedShape, IncidentDetail, IncidentShape } from '../../lib/api/incident-shapes.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import { DELETED } from '../../lib/site/version.ts';
import { switchedOn, type Command, type Input, type Session } from '../command.ts';
import { findingsOf, pageOf, showRows, versionOf, writerOf, type Row } from '../describe-incident.ts';
import { checkIncidentId, findIncident } from '../find-incident.ts';
import { done, refusal, type Outcome } from '../outcome.ts';
import { counted, printable, table } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { sameDeploy } from '../same-deploy.ts';
import { sizeOfDiff } from '../show-diff.ts';
import { waitForPages } from '../wait-for-pages.ts';

/** What each decision does. */
export const MEANS: Readonly<Record<Decision['what'], string>> = {
  override: 'the upload was right: it goes live again, and what comes later is judged against it',
  dismiss: 'the guard was right: nothing changes on the site',
  restore: 'the version before it goes live again, and what comes later is judged against that',
  resume: 'the contested page is guarded again: what is live is judged, and undone if it must be',
};

const OVERRIDE_DELETION = 'the page was to go: its next deletion passes';

export const override = decisionCommand('override', 'say that a rejected upload was right: it goes live again');
export const dismiss = decisionCommand('dismiss', 'say that the guard was right; the incident is closed');
export const restore = decisionCommand('restore', 'put the version before it back, of what was accepted or left live');
export const resume = decisionCommand('resume', 'guard a contested page again');

function decisionCommand(what: Decision['what'], summary: string): Command {
  return {
    name: `${what} <incident>`,
    summary,
    options: [
      REASON_OPTION,
      ['--deploy', 'also what the same writer caused within a quarter of an hour'],
      ['--no-wait', 'do not wait until the pages are as decided'],
    ],
    examples: [
      `npx holdfast ${what} 1f2e3d4c --reason "the new checkout replaces it"`,
      `npx holdfast ${what} 1f2e3d4c --reason "the whole release is right" --deploy --dry-run`,
    ],
    exits: [0, 1, 2, 3, 5, 6, 7],
    writes: true,
    check(input) {
      checkIncidentId(input);
      reasonOf(input);
    },
    run: (input, session) => decide(what, input, session),
  };
}

async function decide(what: Decision['what'], input: Input, session: Session): Promise<Outcome> {
  const { api } = session.operator;
  const incident = await findIncident(input.args[0] ?? '', session);
  if (!incident.open.includes(what)) throw notOpen(what, incident);
  const reason = reasonOf(input);
  const deploy = switchedOn(input, 'deploy');
  const others = deploy ? await sameDeploy(incident, what, api) : [];
  const value = { incident: incident.id, decision: what, reason, deploy };
  const answer = await session.ask(show(what, incident, { reason, deploy, others }));
  if (answer === 'dry-run') return done({ ...value, others: others.map(({ id }) => id), done: false }, '');
  const decided = await api.decide(incident.id, what, { reason, scope: deploy ? 'deploy' : 'incident' });
  return report(what, decided, { wait: input.options['wait'] !== false, session });
}

function notOpen(what: Decision['what'], { id, state, open, decision }: IncidentDetail): Error {
  const since = decision ? `, by ${decision.by}` : '';
  const hint =
    open.length === 0
      ? `See what became of it: npx holdfast incidents show ${id}`
      : `What can be decided of it now: ${open.join(', ')}.`;
  return refusal(`The incident is ${state}${since}: ${what} is not open to it.`, hint);
}

function show(
  what: Decision['what'],
  incident: IncidentDetail,
  { reason, deploy, others }: { reason: string; deploy: boolean; others: readonly IncidentShape[] },
): string {
  const rows: Row[] = [
    ['page', pageOf(incident)],
    ['findings', findingsOf(incident)],
    ['rejected', versionOf(incident.rejected)],
    ['baseline', versionOf(incident.baseline)],
    ['written by', writerOf(incident)],
    ['difference', sizeOfDiff(incident.diff)],
    ['then', meansFor(what, incident)],
    ['reason', reason],
  ];
  const also = deploy ? [`  and the same for ${deployOf(incident, others)}`] : [];
  const listed = others.slice(0, 20).map((other) => printable(`    ${other.id}  ${other.state}  ${pageOf(other)}`));
  const more = others.length > 20 ? [`    and ${others.length - 20} more`] : [];
  const head = printable(`${what} incident ${incident.id} (${incident.state})`);
  return [head, ...showRows(rows, '  '), ...also.map(printable), ...listed, ...more].join('\n');
}

function meansFor(what: Decision['what'], { rejected }: IncidentDetail): string {
  return what === 'override' && rejected.identity === DELETED ? OVERRIDE_DELETION : MEANS[what];
}

function deployOf({ writer }: IncidentDetail, others: readonly IncidentShape[]): string {
  const seen = others.length === 0 ? 'no other is seen' : `${counted(others.length, 'other')} seen`;
  return `what ${writer?.principal ?? 'the same writer'} caused within a quarter of an hour (${seen}):`;
}

async function report(
  what: Decision['what'],
  { incident, also = [] }: DecidedShape,
  { wait, session }: { wait: boolean; session: Session },
): Promise<Outcome> {
  const recorded = also.filter(({ outcome }) => outcome === 'recorded');
  const pages = [...new Set([incident.page, ...recorded.map(({ page }) => page)])];
  const pending = wait && what !== 'dismiss' ? await waitForPages(incident.site, pages, session) : [];
  const now = await session.operator.api.incident(incident.id);
  const said = printable(`Recorded: ${what} of ${incident.id}, ${pageOf(incident)}.`);
  const late = pending.map((page) =>
    printable(`Not as decided yet: ${page}. See: npx holdfast status ${incident.site}`),
  );
  const rows = also.map(({ id, page, outcome, says = '' }) => [id, page, outcome, says]);
  const list = rows.length > 0 ? [table(['incident', 'page', 'outcome', ''], rows)] : [];
  const incomplete = pending.length > 0 || recorded.length < also.length || now.state === 'contested';
  const value = { incident: now, also, pending, done: true };
  const text = [said, printable(now.meaning), ...list, ...late].join('\n');
  return incomplete ? { exitCode: 6, value, text } : done(value, text);
}

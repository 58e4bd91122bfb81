import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import { switchedOn, type Command, type Input, type Session } from '../command.ts';
import { checkIncidentId, findIncident } from '../find-incident.ts';
import { done, refusal, type Outcome } from '../outcome.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { reportDecision } from '../report-decision.ts';
import { sameDeploy } from '../same-deploy.ts';
import { showDecision } from '../show-decision.ts';

export const override = decisionCommand('override', 'say that a rejected upload was right: it goes live again', [
  '"the new checkout replaces it"',
  '"the whole release is right" --deploy --dry-run',
]);
export const dismiss = decisionCommand(
  'dismiss',
  'say that the guard was right, or that an undecided version may stay; the incident is closed',
  ['"a stale copy, as the guard says"', '"all of that release was a mistake" --deploy --dry-run'],
);
export const restore = decisionCommand('restore', 'put the version before it back, of what was accepted or left live', [
  '"the old one again: the new one has no checkout"',
  '"the whole release goes back" --deploy --dry-run',
]);
export const resume = decisionCommand('resume', 'guard a contested page again', [
  '"the cron job that kept uploading is off"',
  '"that job is off for every page" --deploy --dry-run',
]);

/** `reasons`: how examples go on behind `--reason`. */
function decisionCommand(what: Decision['what'], summary: string, reasons: readonly string[]): Command {
  return {
    name: `${what} <incident>`,
    summary,
    options: [
      REASON_OPTION,
      ['--deploy', 'also what the same writer caused within a quarter of an hour'],
      ['--no-wait', 'do not wait until the pages are as decided'],
    ],
    examples: reasons.map((reason) => `npx holdfast ${what} 1f2e3d4c --reason ${reason}`),
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
  const answer = await session.ask(showDecision(what, incident, { reason, deploy, others }));
  if (answer === 'dry-run') return done({ ...value, others: others.map(({ id }) => id), done: false }, '');
  const after = incident.decision?.at ?? 'none';
  const decided = await api.decide(incident.id, what, { reason, scope: deploy ? 'deploy' : 'incident', after });
  return reportDecision(what, decided, { wait: input.options['wait'] !== false, session });
}

function notOpen(what: Decision['what'], { id, state, open, decision }: IncidentDetail): Error {
  const since = decision ? `, by ${decision.by}` : '';
  const hint =
    open.length === 0
      ? `See what became of it: npx holdfast incidents show ${id}`
      : `What can be decided of it now: ${open.join(', ')}. Why: npx holdfast incidents show ${id}`;
  return refusal(`The incident is ${state}${since}: ${what} is not open to it.`, hint);
}

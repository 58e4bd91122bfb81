import { isApprover } from '../../lib/approval/person.ts';
import { notAllowed } from '../../lib/approval/decide.ts';
import { decisionOf } from '../../lib/alert/slack-buttons.ts';
import { openDecisions } from '../../lib/incident/decisions.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import type { RequestDeps } from '../deps.ts';
import { DONE, type Answer } from './answer.ts';
import { caseOf, type Case } from './case.ts';
import { decisionView, refusedView } from './decision-view.ts';
import { whyNotOpen } from './decision-words.ts';
import type { Caller } from './caller.ts';
import type { Press } from './payload.ts';
import type { SlackDesk } from './slack-desk.ts';
import type { SlackView } from './view.ts';

/** Somebody pressed a button of a post: a window opens that asks for the reason, or says why they cannot decide. */
export async function onPress(
  press: Press,
  { app, person }: Caller,
  deps: Pick<RequestDeps, 'registry' | 'log'> & { readonly slack: Pick<SlackDesk, 'views'> },
): Promise<Answer> {
  const { what, id } = pressed(press);
  if (!what) return DONE;
  const found = await caseOf(id, app, deps);
  if (!found) return { kind: 'refused', status: 403, says: 'This app has no such incident.' };
  const outcome = await deps.slack.views.open(found.slack, press.trigger_id, viewFor(what, found, person));
  if (outcome.kind === 'opened') return DONE;
  deps.log.error('Slack did not open a window.', { incident: found.incident.id, reason: outcome.reason });
  return { kind: 'refused', status: 502, says: 'Slack did not open the window. Press again.' };
}

function pressed({ actions }: Press): { readonly what: Decision['what'] | undefined; readonly id: string } {
  const [action] = actions;
  return { what: decisionOf(action?.action_id ?? ''), id: action?.value ?? '' };
}

function viewFor(what: Decision['what'], { incident, site }: Case, person: Caller['person']): SlackView {
  if (!isApprover(site.approvers, person)) return refusedView(notAllowed(site.name, person).says);
  if (!openDecisions(incident).includes(what)) return refusedView(whyNotOpen(what, incident));
  return decisionView(what, incident);
}

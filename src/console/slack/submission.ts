import { REASON } from '../../lib/api/request-shapes.ts';
import { decide } from '../../lib/approval/decide.ts';
import type { DecisionOutcome } from '../../lib/approval/outcome.ts';
import type { RequestDeps } from '../deps.ts';
import { DONE, type Answer } from './answer.ts';
import type { Caller } from './caller.ts';
import { caseOf } from './case.ts';
import { askedIn, DECIDE, recordedView, refusedView, typedIn } from './decision-view.ts';
import type { Submission } from './payload.ts';

type SubmitDeps = Pick<RequestDeps, 'registry' | 'snapshots' | 'queue' | 'now'>;

/** Somebody sent the window off: the decision is recorded, or the window says why it is not. */
export async function onSubmission({ view }: Submission, { app, person }: Caller, deps: SubmitDeps): Promise<Answer> {
  if (view.callback_id !== DECIDE) return DONE;
  const asked = askedIn(view.private_metadata);
  if (!asked) return { kind: 'refused', status: 400, says: 'This window is none of ours.' };
  const found = await caseOf(asked.incident, app, deps);
  if (!found) return { kind: 'refused', status: 403, says: 'This app has no such incident.' };
  const reason = REASON.safeParse(typedIn(view.state.values)).data;
  if (reason === undefined) return { kind: 'again', says: 'Give a reason of 1 to 500 characters.' };
  // A window, and a copy of its request, decides only what it was opened on: not what was decided since and is open again.
  const { what, after } = asked;
  return answerTo(await decide(asked.incident, { what, reason, after }, person, deps));
}

function answerTo(outcome: DecisionOutcome): Answer {
  if (outcome.kind === 'recorded') {
    const { incident, asked } = outcome;
    return incident.decision ? { kind: 'show', view: recordedView(incident, incident.decision, asked) } : DONE;
  }
  if (outcome.why === 'conflict') return { kind: 'again', says: outcome.says };
  return { kind: 'show', view: refusedView(outcome.says) };
}

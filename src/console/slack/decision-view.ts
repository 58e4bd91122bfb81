import { INCIDENT_ID } from '../../lib/incident/enter.ts';
import * as z from 'zod';
import { plainText } from '../../lib/alert/slack-blocks.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import { DECISIONS } from '../../lib/incident/decisions.ts';
import { DECISION_NAME, effectOf } from '../../lib/incident/decision-words.ts';
import type { Decision, Incident } from '../../lib/incident/incident.ts';
import { REASON_BLOCK } from './answer.ts';
import { findingsOf, placeOf } from './decision-words.ts';
import { asking, saying, type SlackInput, type SlackView } from './view.ts';

/** The callback id of the window in which a decision is made. */
export const DECIDE = 'decide';

const LONGEST_REASON = 500;
const REASON_ACTION = 'reason';

const METADATA = z.strictObject({
  incident: z.string().regex(INCIDENT_ID),
  what: z.enum(DECISIONS),
  /** When the newest decision of the incident was made as the window was opened, or `none`. */
  after: z.string().max(40),
});

/** What a window asks to be decided. It comes back by way of Slack, and says nothing of who decides. */
export type Asked = z.infer<typeof METADATA>;

/** The window that says what will happen and asks for the reason. */
export function decisionView(what: Decision['what'], incident: Incident): SlackView {
  const asked: Asked = { incident: incident.id, what, after: incident.decision?.at ?? 'none' };
  return asking(DECISION_NAME[what], [placeOf(incident), effectOf(what, decidable(incident)), findingsOf(incident)], {
    input: reasonInput(),
    submit: DECISION_NAME[what],
    callback: DECIDE,
    metadata: JSON.stringify(asked),
  });
}

function reasonInput(): SlackInput {
  return {
    type: 'input',
    block_id: REASON_BLOCK,
    label: plainText('Reason', 100),
    hint: plainText('Everybody who is told of the decision reads it.', 100),
    element: {
      type: 'plain_text_input',
      action_id: REASON_ACTION,
      multiline: true,
      min_length: 1,
      max_length: LONGEST_REASON,
    },
  };
}

/** What the window asked; `undefined` when it is none of ours. */
export function askedIn(metadata: string): Asked | undefined {
  try {
    return METADATA.safeParse(JSON.parse(metadata)).data;
  } catch {
    return undefined;
  }
}

/** What was typed as the reason. */
export function typedIn(values: Readonly<Record<string, Readonly<Record<string, { value?: string | null }>>>>): string {
  return values[REASON_BLOCK]?.[REASON_ACTION]?.value ?? '';
}

/** The window after a decision was recorded; `asked` is false when only the sweep will carry it out. */
export function recordedView(incident: Incident, { what, reason }: Decision, asked: boolean): SlackView {
  const when = asked
    ? 'It is carried out now, which takes some seconds; then the post shows it.'
    : 'The guard could not be told at once: it is carried out by the next sweep, within 15 minutes.';
  return saying('Recorded', [
    `${DECISION_NAME[what]}, ${placeOf(incident)}`,
    `Reason: ${shownLine(reason, LONGEST_REASON)}`,
    when,
  ]);
}

/** The window that says why nothing was recorded. */
export function refusedView(says: string): SlackView {
  return saying('Nothing was recorded', [shownLine(says, 1000)]);
}

const decidable = ({ state, version, findings }: Incident) => ({ state, identity: version.identity, findings });

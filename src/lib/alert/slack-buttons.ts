import { DECISIONS } from '../incident/decisions.ts';
import type { Decision } from '../incident/incident.ts';
import { plainText, SLACK_LIMITS, type SlackBlock, type SlackButton } from './slack-blocks.ts';

type What = Decision['what'];

/** The button that shows the review page; Slack opens it, and tells the app all the same. */
const OPEN = 'open';

/** What an incident's id looks like: it goes into a button and comes back in what is signed by Slack. */
export const INCIDENT_ID = /^[0-9a-f]{20}$/;

const SAYS: Readonly<Record<What, string>> = {
  override: 'Override: the change was right',
  dismiss: 'Dismiss: the guard was right',
  restore: 'Restore the version before',
  resume: 'Resume guarding',
};

// Red is for what replaces the version that visitors get now.
const STYLE: Readonly<Partial<Record<What, SlackButton['style']>>> = {
  override: 'danger',
  restore: 'danger',
  resume: 'primary',
};

/** The buttons of a post: one for each decision that is offered, and one that shows the review page. */
export function slackButtons(
  { incident, review }: { readonly incident: string; readonly review?: string },
  offered: readonly What[],
): SlackBlock[] {
  const decisions = INCIDENT_ID.test(incident) ? offered.map((what) => decisionButton(what, incident)) : [];
  const shows = review !== undefined && review.length <= SLACK_LIMITS.url ? [openButton(review)] : [];
  const elements = [...decisions, ...shows];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function decisionButton(what: What, incident: string): SlackButton {
  const style = STYLE[what];
  return {
    type: 'button',
    action_id: `decide-${what}`,
    text: plainText(SAYS[what], SLACK_LIMITS.button),
    ...(style && { style }),
    value: incident,
  };
}

function openButton(url: string): SlackButton {
  return { type: 'button', action_id: OPEN, text: plainText('Open', SLACK_LIMITS.button), url };
}

/** The decision that a button asks for; `undefined` for any other action. */
export function decisionOf(actionId: string): What | undefined {
  return DECISIONS.find((what) => actionId === `decide-${what}`);
}

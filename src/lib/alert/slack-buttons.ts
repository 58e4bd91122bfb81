import { DECISIONS } from '../incident/decisions.ts';
import { INCIDENT_ID } from '../incident/enter.ts';
import type { Decision, IncidentState } from '../incident/incident.ts';
import { plainText, SLACK_LIMITS, type SlackBlock, type SlackButton } from './slack-blocks.ts';

type What = Decision['what'];

/** The button that shows the review page; Slack opens it, and tells the app all the same. */
const OPEN = 'open';

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

const ADDRESS = /^https?:\/\/[^\s<>|"]+$/;

/**
 * The buttons of a post: one for each decision that is offered, and one that shows the review page. `offered` is
 * undefined where no app hears of a press: then a link shows the page, for Slack warns whoever presses a button, even one
 * that only opens a page, when nobody answers (node-slack-sdk #869).
 */
export function slackButtons({ incident, state, review }: Shown, offered: readonly What[] | undefined): SlackBlock[] {
  const url = review !== undefined && review.length <= SLACK_LIMITS.url && ADDRESS.test(review) ? review : undefined;
  if (!offered) return url === undefined ? [] : [link(url)];
  const decisions = INCIDENT_ID.test(incident) ? offered.map((what) => decisionButton(what, incident, state)) : [];
  const elements = url === undefined ? decisions : [...decisions, openButton(url)];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

interface Shown {
  readonly incident: string;
  readonly state: IncidentState;
  readonly review?: string;
}

function decisionButton(what: What, incident: string, state: IncidentState): SlackButton {
  const style = STYLE[what];
  return {
    type: 'button',
    action_id: `decide-${what}`,
    text: plainText(saysOf(what, state), SLACK_LIMITS.button),
    ...(style && { style }),
    value: incident,
  };
}

/** Of a version that it could not judge the guard has said nothing that could be right. */
function saysOf(what: What, state: IncidentState): string {
  return what === 'dismiss' && state === 'undecided' ? 'Dismiss: leave it as it is' : SAYS[what];
}

function openButton(url: string): SlackButton {
  return { type: 'button', action_id: OPEN, text: plainText('Open', SLACK_LIMITS.button), url };
}

function link(url: string): SlackBlock {
  const text = `<${url.replaceAll('&', '&amp;')}|Open>`;
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The decision that a button asks for; `undefined` for any other action. */
export function decisionOf(actionId: string): What | undefined {
  return DECISIONS.find((what) => actionId === `decide-${what}`);
}

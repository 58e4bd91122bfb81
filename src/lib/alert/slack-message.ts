import type { Decision } from '../incident/incident.ts';
import type { Alert, NextStep } from './alert.ts';
import type { Notice } from './notice.ts';
import {
  blocksCost,
  header,
  paragraph,
  SLACK_LIMITS,
  smallPrint,
  type SlackBlock,
  type SlackMessage,
} from './slack-blocks.ts';
import { slackButtons } from './slack-buttons.ts';
import { diffBlocks } from './slack-diff.ts';
import { findingLines } from './slack-findings.ts';
import { slackCost, slackFit } from './slack-text.ts';

const FALLBACK = 600;
const STEPS = 1200;
const FINDINGS = 2600;

/**
 * The post of an alert: what was found, who, when, the diff and what to do, within all of Slack's limits; with a button
 * for each decision that is offered; `offered` is undefined where no app hears of a press.
 */
export function slackMessage(alert: Alert, offered?: readonly Decision['what'][]): SlackMessage {
  const before = [
    header(alert.title),
    ...said(alert),
    paragraph(linesOf(alert.facts.map((fact) => fact.join(': '))), 2000),
  ];
  const after = [
    ...stepsParagraph(alert.next),
    ...slackButtons(alert, offered),
    smallPrint(`Incident ${alert.incident}, ${alert.state}, as of ${alert.asOf}`),
  ];
  const room = SLACK_LIMITS.message - FALLBACK - 100 - blocksCost(before) - blocksCost(after);
  return { text: fallback(alert), blocks: [...before, ...diffBlocks(alert.diff, room), ...after] };
}

/** The reply under the post that says what is new: the post itself shows the whole. */
export function slackReply(alert: Alert): SlackMessage {
  return { text: fallback(alert), blocks: [paragraph(alert.title, 300), ...said(alert)] };
}

/** The post of a notice. */
export function slackNotice({ title, says, lines, next, diff, whole }: Notice): SlackMessage {
  const before = [header(title), paragraph(says, 1000), ...(lines.length > 0 ? [paragraph(linesOf(lines), 2900)] : [])];
  const after = stepsParagraph(next);
  const room = SLACK_LIMITS.message - FALLBACK - 100 - blocksCost(before) - blocksCost(after);
  return {
    text: slackFit(`${title}. ${says}`, FALLBACK),
    blocks: [...before, ...(diff ? diffBlocks(diff, room, whole) : []), ...after],
  };
}

function said(alert: Alert): SlackBlock[] {
  const findings = findingLines(alert, FINDINGS);
  return [
    paragraph(alert.meaning, 900),
    ...(findings.length > 0 ? [paragraph(linesOf(findings), FINDINGS)] : []),
    ...(alert.elsewhere.length > 0 ? [paragraph(linesOf(alert.elsewhere), 1000)] : []),
  ];
}

function fallback(alert: Alert): string {
  const [first, ...others] = alert.findings;
  const more = others.length + alert.moreFindings;
  const end = more > 0 ? ` And ${more} more ${more === 1 ? 'finding' : 'findings'}.` : '';
  const begin = first === undefined ? alert.title : `${alert.title}. ${first.says}`;
  return `${slackFit(begin, FALLBACK - end.length)}${end}`;
}

/** As many of the commands as fit, each whole: one that is cut would do something else. */
function stepsParagraph(steps: readonly NextStep[]): SlackBlock[] {
  const fitting = steps
    .map(({ does, command }) => `${does}: ${command}`)
    .reduce<string[]>((lines, line) => (slackCost(linesOf([...lines, line])) <= STEPS ? [...lines, line] : lines), []);
  return fitting.length > 0 ? [paragraph(linesOf(fitting), STEPS)] : [];
}

const linesOf = (lines: readonly string[]): string => lines.join('\n');

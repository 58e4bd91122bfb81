import { slackFit } from './slack-text.ts';

/** Slack's limits (docs.slack.dev, Block Kit reference). */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  section: 3000,
  button: 75,
  /** Of a button 3,000; as a link it must fit a section with what stands around it. */
  url: 2900,
  /** Undocumented: messages beyond about 13,200 characters are refused as `msg_blocks_too_long` (bolt-js #2509). */
  message: 13_200,
} as const;

/** Escaped text; `verbatim` keeps Slack from making links of what looks like one. */
export type SlackText =
  | { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
  | { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

/** A button: with `url` it opens a page, with `value` it asks for something. Slack tells the app of both. */
export interface SlackButton {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: SlackText;
  readonly style?: 'primary' | 'danger';
  readonly value?: string;
  readonly url?: string;
}

/** The few kinds of block that alerts are made of. */
export type SlackBlock =
  | { readonly type: 'header' | 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] }
  | { readonly type: 'actions'; readonly elements: readonly SlackButton[] };

/** What is posted: blocks, and the text that notifications and screen readers have instead. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Text that Slack shows as it is: no mentions, links, emoji or formatting. Cut to `cost`. */
export function plainText(text: string, cost: number): SlackText {
  return { type: 'plain_text', text: slackFit(text, cost), emoji: false };
}

export function header(text: string): SlackBlock {
  return { type: 'header', text: plainText(text, SLACK_LIMITS.header) };
}

/** A paragraph of plain text, cut to `cost`. */
export function paragraph(text: string, cost: number): SlackBlock {
  return { type: 'section', text: plainText(text, Math.min(cost, SLACK_LIMITS.section)) };
}

/** Small print. */
export function smallPrint(text: string): SlackBlock {
  return { type: 'context', elements: [plainText(text, 300)] };
}

/** A code block; the text must already be escaped, without fences, and fit a section. */
export function codeBlock(escaped: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: `\`\`\`\n${escaped}\n\`\`\``, verbatim: true } };
}

/** What blocks cost of a message's limit. */
export function blocksCost(blocks: readonly SlackBlock[]): number {
  return JSON.stringify(blocks).length;
}

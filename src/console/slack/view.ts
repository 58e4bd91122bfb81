import { paragraph, plainText, type SlackBlock, type SlackText } from '../../lib/alert/slack-blocks.ts';

/** Slack's limits of a modal (docs.slack.dev, Block Kit views). */
const LIMITS = { title: 24, button: 24, text: 2900 } as const;

/** A field in which something is typed. */
export interface SlackInput {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: SlackText;
  readonly hint: SlackText;
  readonly element: {
    readonly type: 'plain_text_input';
    readonly action_id: string;
    readonly multiline: true;
    readonly min_length: number;
    readonly max_length: number;
  };
}

/** A window in Slack. With `submit` it asks for something; what it asks for is in `callback_id`. */
export interface SlackView {
  readonly type: 'modal';
  readonly title: SlackText;
  readonly close: SlackText;
  readonly submit?: SlackText;
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly blocks: readonly (SlackBlock | SlackInput)[];
}

/** A window that only says something, in plain text. */
export function saying(title: string, paragraphs: readonly string[]): SlackView {
  return {
    type: 'modal',
    title: plainText(title, LIMITS.title),
    close: plainText('Close', LIMITS.button),
    blocks: paragraphs.filter((text) => text !== '').map((text) => paragraph(text, LIMITS.text)),
  };
}

/** A window that says something and asks for one thing. */
export function asking(
  title: string,
  paragraphs: readonly string[],
  { input, submit, callback, metadata }: Question,
): SlackView {
  const said = saying(title, paragraphs);
  return {
    ...said,
    close: plainText('Cancel', LIMITS.button),
    submit: plainText(submit, LIMITS.button),
    callback_id: callback,
    private_metadata: metadata,
    blocks: [...said.blocks, input],
  };
}

interface Question {
  readonly input: SlackInput;
  readonly submit: string;
  readonly callback: string;
  readonly metadata: string;
}

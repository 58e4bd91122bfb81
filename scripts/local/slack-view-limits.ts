import { isJson, isShort, isSound, isText, type Json } from './slack-limits.ts';

// Slack's own limits: docs.slack.dev, modal views and input blocks.
const MOST_BLOCKS = 100;
const LONGEST_METADATA = 3000;
const LONGEST_CALLBACK = 255;
const LARGEST_VIEW = 250_000;

/** Why Slack would not open a window, in words; `undefined` when it would. */
export function viewFault(view: unknown): string | undefined {
  if (!isJson(view)) return 'there is no view';
  if (view['type'] !== 'modal') return 'it is no modal';
  if (!isPlain(view['title'], 24)) return 'title must be plain text of 1 to 24 characters';
  if (view['close'] !== undefined && !isPlain(view['close'], 24))
    return 'close is not plain text of 1 to 24 characters';
  if (view['submit'] !== undefined && !isPlain(view['submit'], 24))
    return 'submit is not plain text of 1 to 24 characters';
  if (!isShort(view['private_metadata'], LONGEST_METADATA)) return 'private_metadata is longer than 3,000 characters';
  if (!isShort(view['callback_id'], LONGEST_CALLBACK)) return 'callback_id is longer than 255 characters';
  return blocksFault(view);
}

function blocksFault(view: Json): string | undefined {
  const { blocks, submit } = view;
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > MOST_BLOCKS) return 'it needs 1 to 100 blocks';
  const bad = blocks.findIndex((block) => !(isInput(block) || isSound(block)));
  if (bad !== -1) return `block ${bad} is not one`;
  if (submit === undefined && blocks.some(isInput)) return 'a field needs a submit';
  return JSON.stringify(view).length > LARGEST_VIEW ? 'it is larger than 250 KB' : undefined;
}

function isInput(block: unknown): boolean {
  if (!isJson(block) || block['type'] !== 'input') return false;
  const { block_id: id, label, hint, element } = block;
  if (!isShort(id, 255) || !isPlain(label, 2000) || (hint !== undefined && !isPlain(hint, 2000))) return false;
  if (!isJson(element) || element['type'] !== 'plain_text_input') return false;
  const { action_id: action, min_length: least = 0, max_length: most = 3000 } = element;
  return (
    typeof action === 'string' &&
    isShort(action, 255) &&
    isLength(least, 0) &&
    isLength(most, 1) &&
    Number(least) <= Number(most)
  );
}

function isPlain(value: unknown, most: number): boolean {
  return isText(value, most) && value.type === 'plain_text';
}

function isLength(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= 3000;
}

// Slack's own limits: docs.slack.dev, Block Kit reference and chat.postMessage.
const MOST_BLOCKS = 50;
const LONGEST_MESSAGE = 40_000;
/** Not in the reference: what Slack is seen to refuse with `msg_blocks_too_long`. */
const LONGEST_BLOCKS = 13_200;

/** A JSON object, whatever is in it. */
export type Json = Readonly<Record<string, unknown>>;

/** Why Slack would refuse the content of a message, as the error it would answer with; `undefined` when it would not. */
export function contentFault(message: Json): string | undefined {
  const blocks = message['blocks'];
  const text = message['text'];
  if (blocks === undefined) return typeof text === 'string' && text !== '' ? tooLong(text) : 'no_text';
  if (!Array.isArray(blocks) || blocks.length > MOST_BLOCKS || !areSound(blocks)) return 'invalid_blocks';
  if (characters(blocks) > LONGEST_BLOCKS) return 'msg_blocks_too_long';
  return typeof text === 'string' ? tooLong(text) : undefined;
}

function tooLong(text: string): string | undefined {
  return text.length > LONGEST_MESSAGE ? 'msg_too_long' : undefined;
}

/** Whether Slack takes these as the blocks of a message: each by itself, and no two ids alike. */
function areSound(blocks: readonly unknown[]): boolean {
  const ids = blocks.flatMap((block) => (isJson(block) && block['block_id'] !== undefined ? [block['block_id']] : []));
  return new Set(ids).size === ids.length && blocks.every(isSound);
}

/** Whether Slack takes this as a block of a message or a window. */
export function isSound(block: unknown): boolean {
  if (!isJson(block) || !isShort(block['block_id'], 255)) return false;
  switch (block['type']) {
    case 'header':
      return isText(block['text'], 150) && block['text'].type === 'plain_text';
    case 'section':
      return isSection(block);
    case 'context':
      return isList(block['elements'], 10) && block['elements'].every((element) => isText(element, 3000));
    case 'actions':
      return isList(block['elements'], 25) && areButtons(block['elements']);
    case 'divider':
      return true;
    case 'rich_text':
      return Array.isArray(block['elements']);
    default:
      return false;
  }
}

function isSection(block: Json): boolean {
  const { text, fields } = block;
  if (text === undefined && fields === undefined) return false;
  if (text !== undefined && !isText(text, 3000)) return false;
  return fields === undefined || (isList(fields, 10) && fields.every((field) => isText(field, 2000)));
}

function areButtons(elements: readonly unknown[]): boolean {
  const ids = elements.flatMap((element) => (isJson(element) ? [element['action_id']] : []));
  return new Set(ids).size === elements.length && elements.every(isButton);
}

function isButton(element: unknown): boolean {
  if (!isJson(element) || element['type'] !== 'button' || !isText(element['text'], 75)) return false;
  const { text, style, url, value, action_id: action } = element;
  if (text.type !== 'plain_text' || (style !== undefined && style !== 'primary' && style !== 'danger')) return false;
  if (url !== undefined && !(typeof url === 'string' && URL.canParse(url))) return false;
  return isShort(value, 2000) && isShort(url, 3000) && isShort(action, 255);
}

/** Whether it is text of at most so many characters, or absent. */
export function isShort(value: unknown, most: number): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= most);
}

/** Whether it is a text object of at most so many characters, and not empty. */
export function isText(value: unknown, most: number): value is { readonly type: string; readonly text: string } {
  if (!isJson(value) || (value['type'] !== 'plain_text' && value['type'] !== 'mrkdwn')) return false;
  const { text } = value;
  return typeof text === 'string' && text.length > 0 && text.length <= most;
}

function isList(value: unknown, most: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= most;
}

/** Whether it is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All text that people would read, in characters. */
function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + characters(item), 0);
  if (!isJson(value)) return 0;
  const own = typeof value['text'] === 'string' ? value['text'].length : 0;
  return Object.values(value).reduce((sum: number, item) => sum + characters(item), own);
}

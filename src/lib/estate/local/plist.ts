import { decodeXML } from 'entities';
import { HoldfastError } from '../../errors.ts';

/** What has no end is one last token, so that nothing is looked through to its end again and again. */
const TOKENS =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(?:\?|!(?!--|\[CDATA\[))[^>]*>|<(\/?)([A-Za-z]+)[^>]*?(\/?)>|([^<]+)|(<[\s\S]*)/g;
const DEEPEST = 50;

/** An element whose end has not come. */
interface Open {
  readonly tag: string;
  text: string;
  readonly items: unknown[];
  key: string | undefined;
  readonly entries: Map<string, unknown>;
}

/**
 * A property list of macOS in its XML form, as JSON would have it: data stay base64 and dates stay text. Comments are lost. Throws
 * `LOCAL.PLIST`.
 */
export function parsePlist(text: string, file: string): unknown {
  const wrong = (): never => {
    const hint = `If it is a binary one: plutil -convert xml1 '${file}'`;
    throw new HoldfastError('LOCAL.PLIST', `${file} is no property list in XML.`, { hint });
  };
  const stack: Open[] = [opened('')];
  for (const [, cdata, end, tag, empty, plain, endless] of text.matchAll(TOKENS)) {
    if (endless !== undefined) wrong();
    const top = stack.at(-1) ?? wrong();
    if (tag === undefined) top.text += cdata ?? decodeXML(plain ?? '');
    else if (end !== '/') {
      if (stack.length > DEEPEST) wrong();
      stack.push(opened(tag));
    }
    if (tag === undefined || (end !== '/' && empty !== '/')) continue;
    const closed = stack.pop();
    const parent = stack.at(-1);
    if (!closed || !parent || closed.tag !== tag) return wrong();
    if (tag === 'plist') return closed.items.length === 1 ? closed.items[0] : wrong();
    if (tag === 'key') {
      parent.key = closed.text;
      continue;
    }
    const value = valueOf(closed) ?? wrong();
    if (parent.tag !== 'dict') parent.items.push(value);
    else parent.entries.set(parent.key ?? wrong(), value);
  }
  return wrong();
}

function opened(tag: string): Open {
  return { tag, text: '', items: [], key: undefined, entries: new Map() };
}

/** `undefined` for an element that property lists do not have. */
function valueOf({ tag, text, items, entries }: Open): unknown {
  switch (tag) {
    case 'string':
    case 'date':
      return text;
    case 'data':
      return text.replaceAll(/\s/g, '');
    case 'integer':
    case 'real':
      return Number(text);
    case 'true':
      return true;
    case 'false':
      return false;
    case 'array':
      return items;
    case 'dict':
      return Object.fromEntries(entries);
    default:
      return undefined;
  }
}

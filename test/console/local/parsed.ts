import { selectAll } from 'css-select';
import type { AnyNode, Document, Element } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';

/** A page as a browser reads it. */
export interface Parsed {
  /** The elements that a selector names. */
  readonly all: (selector: string) => readonly Element[];
  /** The one element that a selector names; throws when it is not one. */
  readonly one: (selector: string) => Element;
  /** What can be read on it, white space folded. */
  readonly text: string;
}

/** Reads the page of an answer. */
export async function parsed(answer: Response): Promise<Parsed> {
  const document = parseDocument(await answer.text());
  const all = (selector: string) => selectAll<AnyNode, Element>(selector, document.children);
  return {
    all,
    one(selector) {
      const [found, ...others] = all(selector);
      if (!found || others.length > 0) throw new Error(`${selector} names ${others.length + (found ? 1 : 0)} elements`);
      return found;
    },
    text: textOf(all('body')[0] ?? document),
  };
}

/** What can be read of an element, white space folded. */
export function textOf(node: Document | Element): string {
  return DomUtils.textContent(node).replaceAll(/\s+/g, ' ').trim();
}

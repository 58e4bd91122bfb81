import { type AnyNode, Document, Element, type ParentNode, Text } from 'domhandler';
import { ESCAPABLE_ELEMENTS } from './html-elements.ts';
import { scanHtml } from './html-scanner.ts';
import { decodeRun } from './visible-text.ts';

/**
 * The tree of what is live in a page, for selectors; an element's `startIndex` is its offset. Comments and inert content
 * are left out. The caller has made sure that the page is not nested too deep.
 */
export function htmlTree(text: string): Document {
  const root = new Document([]);
  const open: ParentNode[] = [root];
  const top = () => open.at(-1) ?? root;
  scanHtml(text, {
    startTag: (tag, opened) => {
      const element = new Element(tag.name, tag.record());
      element.startIndex = tag.start;
      append(top(), element);
      if (opened) open.push(element);
    },
    closed: () => open.pop(),
    text: (start, end) => append(top(), new Text(decodeRun(text.slice(start, end), true))),
    rawText: (element, start, end) =>
      append(top(), new Text(decodeRun(text.slice(start, end), ESCAPABLE_ELEMENTS.has(element)))),
  });
  return root;
}

function append(parent: ParentNode, node: AnyNode): void {
  const previous = parent.children.at(-1) ?? null;
  node.parent = parent;
  node.prev = previous;
  if (previous) previous.next = node;
  // every parent here takes elements and texts
  (parent.children as AnyNode[]).push(node);
}

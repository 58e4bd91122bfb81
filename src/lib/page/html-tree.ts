import { type AnyNode, Document, type Element, type ParentNode, Text } from 'domhandler';
import { ElementPath, elementOf } from './element-path.ts';
import { ESCAPABLE_ELEMENTS } from './html-elements.ts';
import { scanHtml } from './html-scanner.ts';
import { decodeRun } from './visible-text.ts';

/** Elements and texts of a tree: selectors that count siblings take time with the square of them. */
export const MAX_NODES = 100_000;

/**
 * Gives every live element of a page to `onElement`, in order, with its attributes and ancestors but without siblings
 * and content, so that a page of any length takes no more memory than its depth. `startIndex` is its offset.
 */
export function eachElement(text: string, onElement: (element: Element) => void): void {
  const path = new ElementPath();
  scanHtml(text, {
    startTag: (tag, opened) => onElement(path.open(tag, opened)),
    closed: () => path.close(),
  });
}

/**
 * All live elements of a page, in order, in a whole tree with texts, siblings and content; comments and inert content
 * are left out. `undefined` when that would take more than `MAX_NODES`.
 */
export function htmlTree(text: string): readonly Element[] | undefined {
  const open: ParentNode[] = [new Document([])];
  const elements: Element[] = [];
  let nodes = 0;
  const append = (node: AnyNode) => {
    nodes += 1;
    const parent = open.at(-1);
    if (nodes <= MAX_NODES && parent) appendTo(parent, node);
  };
  scanHtml(text, {
    startTag: (tag, opened) => {
      const element = elementOf(tag);
      append(element);
      if (nodes <= MAX_NODES) elements.push(element);
      if (opened) open.push(element);
    },
    closed: () => open.pop(),
    text: (start, end) => append(new Text(decodeRun(text.slice(start, end), true))),
    rawText: (name, start, end) => append(new Text(decodeRun(text.slice(start, end), ESCAPABLE_ELEMENTS.has(name)))),
  });
  return nodes <= MAX_NODES ? elements : undefined;
}

function appendTo(parent: ParentNode, node: AnyNode): void {
  const previous = parent.children.at(-1) ?? null;
  node.parent = parent;
  node.prev = previous;
  if (previous) previous.next = node;
  // every parent here takes elements and texts
  (parent.children as AnyNode[]).push(node);
}

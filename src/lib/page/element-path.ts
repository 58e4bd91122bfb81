import { Document, Element, type ParentNode } from 'domhandler';
import type { StartTag } from './start-tag.ts';

/** The elements that are open at a point of a scan, each with its attributes and ancestors, without siblings and content. */
export class ElementPath {
  readonly #open: ParentNode[] = [new Document([])];

  /** The element of a start tag, on the path from then on if it is `opened`. `startIndex` is its offset. */
  open(tag: StartTag, opened: boolean): Element {
    const element = elementOf(tag);
    element.parent = this.#open.at(-1) ?? null;
    if (opened) this.#open.push(element);
    return element;
  }

  close(): void {
    this.#open.pop();
  }
}

/** An element without parent, siblings and content. `startIndex` is its offset. */
export function elementOf(tag: StartTag): Element {
  const element = new Element(tag.name, tag.record());
  element.startIndex = tag.start;
  return element;
}

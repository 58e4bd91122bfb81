import { type ElementKind, type ElementKinds, type Namespace, OpenElement } from './open-element.ts';

/** What must be known of a start tag besides its name. */
export interface Opening {
  readonly selfClosing: boolean;
  /** Whether the tag has that attribute, name in lower case. */
  readonly has: (attribute: string) => boolean;
}

/**
 * The elements that are open at a point of a page, with the ends that HTML implies. It knows which content is SVG or
 * MathML, and which is inert: in a `<template>`, unless that is a declarative shadow root. Every tag takes constant time
 * on average, however deep it stands.
 */
export class OpenElements {
  readonly #template: ElementKind;
  readonly #paragraph: ElementKind;
  readonly #onClose: (name: string) => void;
  #top: OpenElement | undefined;

  /** `onClose` is told of every element that ends outside of inert content. */
  constructor(kinds: ElementKinds, onClose: (name: string) => void) {
    this.#template = kinds.of('template');
    this.#paragraph = kinds.of('p');
    this.#onClose = onClose;
  }

  get depth(): number {
    return this.#top === undefined ? 0 : this.#top.depth;
  }

  get inert(): boolean {
    return this.#top !== undefined && this.#top.inert;
  }

  /** Whether what comes next is SVG or MathML. */
  get foreign(): boolean {
    return this.#top !== undefined && this.#top.foreign;
  }

  /** The kind of the element that an end tag would most likely end. */
  get innermost(): ElementKind | undefined {
    return this.#top?.kind;
  }

  /** Ends what the start tag ends, and says what namespace its element is in. To be called before `open`. */
  prepare(kind: ElementKind, tag: Opening): Namespace {
    if (this.foreign && leavesForeign(kind, tag)) this.#leaveForeign();
    if (this.#top?.foreign) return this.#top.namespace;
    if (kind.ends) this.#implyEnds(kind.ends, kind.endsParagraphs);
    return kind.name === 'svg' || kind.name === 'math' ? kind.name : 'html';
  }

  /** Opens an element, unless its tag cannot have content. */
  open(kind: ElementKind, namespace: Namespace, tag: Opening): boolean {
    if (namespace === 'html' ? !kind.hasContent : tag.selfClosing) return false;
    const inert = kind === this.#template && namespace === 'html' && !tag.has('shadowrootmode');
    this.#top = new OpenElement(kind, namespace, inert, this.#top);
    kind.innermost = this.#top;
    return true;
  }

  /** Ends the nearest open element of that kind, and all that is open in it; an end tag without one ends nothing. */
  close(kind: ElementKind): void {
    if (this.foreign && (kind.name === 'p' || kind.name === 'br')) this.#leaveForeign();
    const nearest = kind.innermost;
    const barrier = kind.farReaching ? this.#template.innermost : this.#top?.scope;
    if (nearest && (!barrier || nearest.depth >= barrier.depth)) this.#closeFrom(nearest);
  }

  closeAll(): void {
    while (this.#top) this.#closeFrom(this.#top);
  }

  /** Ends an open element and all that is open in it, innermost first. */
  #closeFrom({ outer }: OpenElement): void {
    for (let top = this.#top; top && top !== outer; top = top.outer) {
      this.#top = top.outer;
      top.kind.innermost = top.before;
      if (!top.inert) this.#onClose(top.kind.name);
    }
  }

  #leaveForeign(): void {
    while (this.#top?.foreign) this.#closeFrom(this.#top);
  }

  /** Ends the outermost of these elements that has only inline elements, paragraphs and others of them in it. */
  #implyEnds(ends: ReadonlySet<string>, paragraphs: boolean): void {
    let outermost: OpenElement | undefined;
    let block = this.#top?.block;
    for (; block && ends.has(block.kind.name); block = block.outer?.block) outermost = block;
    const barrier = block?.depth ?? 0;
    let paragraph = paragraphs ? this.#paragraph.innermost : undefined;
    for (; paragraph && paragraph.depth > barrier; paragraph = paragraph.before) {
      if (!outermost || paragraph.depth < outermost.depth) outermost = paragraph;
    }
    if (outermost) this.#closeFrom(outermost);
  }
}

function leavesForeign(kind: ElementKind, tag: Opening): boolean {
  return (
    kind.leavesForeign || (kind.name === 'font' && ['color', 'face', 'size'].some((attribute) => tag.has(attribute)))
  );
}

import {
  FOREIGN_EXITS,
  IMPLIED_ENDS,
  INLINE_ELEMENTS,
  INTEGRATION_POINTS,
  SCOPES,
  FAR_REACHING,
  VOID_ELEMENTS,
} from './html-elements.ts';

type Namespace = 'html' | 'svg' | 'math';

interface OpenElement {
  readonly name: string;
  readonly namespace: Namespace;
  /** SVG or MathML whose content is read as HTML again. */
  readonly integration: boolean;
  readonly inert: boolean;
}

/** What the stack must know of a start tag besides its name. */
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
  readonly #stack: OpenElement[] = [];
  /** Where in the stack the elements of each name are, outermost first. */
  readonly #places = new Map<string, number[]>();
  /** Where the elements are beyond which no end is implied. */
  readonly #blocks: number[] = [];
  /** Where the elements are beyond which most end tags do not reach. */
  readonly #scopes: number[] = [];
  readonly #onClose: (name: string) => void;
  #inert = 0;

  /** `onClose` is told of every element that ends outside of inert content. */
  constructor(onClose: (name: string) => void) {
    this.#onClose = onClose;
  }

  get depth(): number {
    return this.#stack.length;
  }

  get inert(): boolean {
    return this.#inert > 0;
  }

  /** Whether what comes next is SVG or MathML. */
  get foreign(): boolean {
    const top = this.#stack.at(-1);
    return top !== undefined && top.namespace !== 'html' && !top.integration;
  }

  /** Ends what the start tag ends, and says what namespace its element is in. To be called before `open`. */
  prepare(name: string, tag: Opening): Namespace {
    if (this.foreign && leavesForeign(name, tag)) this.#leaveForeign();
    if (this.foreign) return this.#stack.at(-1)?.namespace ?? 'html';
    const ends = IMPLIED_ENDS.get(name);
    if (ends) this.#implyEnds(ends);
    return name === 'svg' || name === 'math' ? name : 'html';
  }

  /** Opens an element, unless its tag cannot have content. */
  open(name: string, namespace: Namespace, tag: Opening): boolean {
    if (namespace === 'html' ? VOID_ELEMENTS.has(name) : tag.selfClosing) return false;
    const inert = name === 'template' && namespace === 'html' && !tag.has('shadowrootmode');
    const integration = namespace !== 'html' && INTEGRATION_POINTS[namespace].has(name);
    const place = this.#stack.push({ name, namespace, integration, inert }) - 1;
    const places = this.#places.get(name);
    if (places) places.push(place);
    else this.#places.set(name, [place]);
    if (namespace !== 'html' || (name !== 'p' && !INLINE_ELEMENTS.has(name))) this.#blocks.push(place);
    // A `td` of SVG is none: it keeps no end tag back.
    if (SCOPES.has(name) && (namespace === 'html' || integration)) this.#scopes.push(place);
    if (inert) this.#inert += 1;
    return true;
  }

  /** Ends the nearest open element of that name, and all that is open in it; an end tag without one ends nothing. */
  close(name: string): void {
    if (this.foreign && (name === 'p' || name === 'br')) this.#leaveForeign();
    const place = this.#nearest(name);
    const barrier = FAR_REACHING.has(name) ? this.#nearest('template') : (this.#scopes.at(-1) ?? -1);
    if (place !== -1 && place >= barrier) this.#popTo(place);
  }

  closeAll(): void {
    this.#popTo(0);
  }

  #nearest(name: string): number {
    return this.#places.get(name)?.at(-1) ?? -1;
  }

  #popTo(length: number): void {
    while (this.#stack.length > length) {
      const top = this.#stack.pop();
      const place = this.#stack.length;
      this.#places.get(top?.name ?? '')?.pop();
      if (this.#blocks.at(-1) === place) this.#blocks.pop();
      if (this.#scopes.at(-1) === place) this.#scopes.pop();
      if (!this.inert) this.#onClose(top?.name ?? '');
      if (top?.inert) this.#inert -= 1;
    }
  }

  #leaveForeign(): void {
    while (this.foreign) this.#popTo(this.#stack.length - 1);
  }

  /** Ends the outermost of these elements that has only inline elements, paragraphs and others of them in it. */
  #implyEnds(ends: ReadonlySet<string>): void {
    let outermost = this.#stack.length;
    let block = this.#blocks.length - 1;
    for (; block >= 0; block -= 1) {
      const place = this.#blocks[block] ?? 0;
      if (!ends.has(this.#stack[place]?.name ?? '')) break;
      outermost = place;
    }
    const barrier = this.#blocks[block] ?? -1;
    const paragraphs = ends.has('p') ? (this.#places.get('p') ?? []) : [];
    for (let at = paragraphs.length - 1; (paragraphs[at] ?? -1) > barrier; at -= 1) {
      outermost = Math.min(outermost, paragraphs[at] ?? 0);
    }
    this.#popTo(outermost);
  }
}

function leavesForeign(name: string, tag: Opening): boolean {
  return (
    FOREIGN_EXITS.has(name) || (name === 'font' && ['color', 'face', 'size'].some((attribute) => tag.has(attribute)))
  );
}

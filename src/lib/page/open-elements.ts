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
 * MathML, and which is inert: in a `<template>`, unless that is a declarative shadow root.
 */
export class OpenElements {
  readonly #stack: OpenElement[] = [];
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
    this.#stack.push({ name, namespace, integration, inert });
    if (inert) this.#inert += 1;
    return true;
  }

  /** Ends the nearest open element of that name, and all that is open in it; an end tag without one ends nothing. */
  close(name: string): void {
    if (this.foreign && (name === 'p' || name === 'br')) this.#leaveForeign();
    for (let at = this.#stack.length - 1; at >= 0; at -= 1) {
      const open = this.#stack[at]?.name ?? '';
      if (open === name) return this.#popTo(at);
      if (SCOPES.has(open) && (open === 'template' || !FAR_REACHING.has(name))) return;
    }
  }

  closeAll(): void {
    this.#popTo(0);
  }

  #popTo(length: number): void {
    while (this.#stack.length > length) {
      const top = this.#stack.pop();
      if (!this.inert) this.#onClose(top?.name ?? '');
      if (top?.inert) this.#inert -= 1;
    }
  }

  #leaveForeign(): void {
    while (this.foreign) this.#popTo(this.#stack.length - 1);
  }

  #implyEnds(ends: ReadonlySet<string>): void {
    for (let at = this.#stack.length - 1; at >= 0; at -= 1) {
      const open = this.#stack[at];
      if (!open || open.namespace !== 'html') return;
      if (ends.has(open.name)) this.#popTo(at);
      else if (!INLINE_ELEMENTS.has(open.name) && open.name !== 'p') return;
    }
  }
}

function leavesForeign(name: string, tag: Opening): boolean {
  return (
    FOREIGN_EXITS.has(name) || (name === 'font' && ['color', 'face', 'size'].some((attribute) => tag.has(attribute)))
  );
}

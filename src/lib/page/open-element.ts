import {
  FAR_REACHING,
  FOREIGN_EXITS,
  IMPLIED_ENDS,
  INLINE_ELEMENTS,
  INTEGRATION_POINTS,
  RAW_ELEMENTS,
  SCOPES,
  VOID_ELEMENTS,
} from './html-elements.ts';

/** Which language an element belongs to. */
export type Namespace = 'html' | 'svg' | 'math';

/** What reading a page has to know of the elements of one name. */
export interface ElementKind {
  /** In lower case. */
  readonly name: string;
  readonly raw: boolean;
  readonly hasContent: boolean;
  /** No end is implied beyond such an element. */
  readonly block: boolean;
  /** Most end tags do not reach beyond such an element. */
  readonly scope: boolean;
  readonly farReaching: boolean;
  readonly leavesForeign: boolean;
  /** The open elements that its start tag ends without saying so. */
  readonly ends: ReadonlySet<string> | undefined;
  readonly endsParagraphs: boolean;
  /** The one of them that was opened last and is open still. */
  innermost: OpenElement | undefined;
}

/** The kinds of one page's elements, each found out once: pages say few names, and say them many times. */
export class ElementKinds {
  readonly #kinds = new Map<string, ElementKind>();

  /** By a name as it is written, in any case. */
  of(written: string): ElementKind {
    const known = this.#kinds.get(written);
    if (known) return known;
    const name = written.toLowerCase();
    const kind = (name === written ? undefined : this.#kinds.get(name)) ?? kindOf(name);
    this.#kinds.set(name, kind).set(written, kind);
    return kind;
  }
}

function kindOf(name: string): ElementKind {
  const ends = IMPLIED_ENDS.get(name);
  return {
    name,
    raw: RAW_ELEMENTS.has(name),
    hasContent: !VOID_ELEMENTS.has(name),
    block: name !== 'p' && !INLINE_ELEMENTS.has(name),
    scope: SCOPES.has(name),
    farReaching: FAR_REACHING.has(name),
    leavesForeign: FOREIGN_EXITS.has(name),
    ends,
    endsParagraphs: ends?.has('p') ?? false,
    innermost: undefined,
  };
}

/** An element that is open, and what it stands in. */
export class OpenElement {
  readonly kind: ElementKind;
  readonly namespace: Namespace;
  /** The element it stands in. */
  readonly outer: OpenElement | undefined;
  /** How many elements are open with it. */
  readonly depth: number;
  /** Whether its content is SVG or MathML, and not read as HTML again. */
  readonly foreign: boolean;
  readonly inert: boolean;
  /** The element of its kind that was open before it. */
  readonly before: OpenElement | undefined;
  /** The nearest element, itself among them, beyond which no end is implied. */
  readonly block: OpenElement | undefined;
  /** The nearest element, itself among them, beyond which most end tags do not reach. */
  readonly scope: OpenElement | undefined;

  constructor(kind: ElementKind, namespace: Namespace, inert: boolean, outer: OpenElement | undefined) {
    const html = namespace === 'html';
    this.kind = kind;
    this.namespace = namespace;
    this.outer = outer;
    this.depth = outer === undefined ? 1 : outer.depth + 1;
    this.foreign = !html && !INTEGRATION_POINTS[namespace].has(kind.name);
    this.inert = inert || (outer !== undefined && outer.inert);
    this.before = kind.innermost;
    this.block = !html || kind.block ? this : outer?.block;
    // A `td` of SVG is none: it keeps no end tag back.
    this.scope = kind.scope && !this.foreign ? this : outer?.scope;
  }
}

import { BANG, GREATER, QUESTION, SLASH, isLetter } from './html-characters.ts';
import { type ElementKind, ElementKinds } from './open-element.ts';
import { OpenElements } from './open-elements.ts';
import { endOfRawText } from './raw-text.ts';
import { StartTag } from './start-tag.ts';

/** What a scan reports, as offsets into the page. Nothing that is inert, in a `<template>`, is reported. */
export interface HtmlEvents {
  /** A start tag. Elements without content are not closed afterwards: `opened` is false for them. */
  readonly startTag?: (tag: StartTag, opened: boolean) => void;
  /** An end tag, also one that ends nothing. */
  readonly endTag?: (name: string) => void;
  /** An element ended: by its end tag, by implication, or with the page. */
  readonly closed?: (name: string) => void;
  /** Text, entities not decoded. */
  readonly text?: (start: number, end: number) => void;
  /** The content of a raw element, such as a script; entities are decoded in that of `ESCAPABLE_ELEMENTS` only. */
  readonly rawText?: (element: string, start: number, end: number) => void;
  /** What stands between a comment's delimiters. */
  readonly comment?: (start: number, end: number) => void;
  /** What stands between the tags of a template. */
  readonly inert?: (start: number, end: number) => void;
  /** The page ends within the tag that starts there: browsers drop it. */
  readonly dropped?: (start: number) => void;
}

/** Named as the element of raw text that stands in a CDATA section of SVG or MathML. */
export const CDATA = '#cdata';

/** What ends a scan before the page does; nothing that is open is closed then. */
export interface ScanEnd {
  /** Elements that are nested deeper. */
  readonly depth?: number;
  /** Asked after each piece of markup. */
  readonly when?: () => boolean;
}

/**
 * Reads a page once, as the HTML standard's tokenizer does, and reports what stands in it. Returns how deep elements
 * are nested. Takes time linear in the length of the page, and holds offsets only.
 */
export function scanHtml(text: string, events: HtmlEvents, end: ScanEnd = {}): number {
  return new HtmlScanner(text, events).scan(end);
}

class HtmlScanner {
  readonly #text: string;
  // by themselves: listeners of many shapes are slow to look into
  readonly #onStartTag: HtmlEvents['startTag'];
  readonly #onEndTag: HtmlEvents['endTag'];
  readonly #onText: HtmlEvents['text'];
  readonly #events: HtmlEvents;
  readonly #open: OpenElements;
  readonly #tag: StartTag;
  /** Where the text began that has not been reported yet. */
  #textStart = 0;
  #inertStart = 0;
  #depth = 0;

  constructor(text: string, events: HtmlEvents) {
    const kinds = new ElementKinds();
    const { closed } = events;
    this.#text = text;
    this.#events = events;
    this.#onStartTag = events.startTag;
    this.#onEndTag = events.endTag;
    this.#onText = events.text;
    this.#tag = new StartTag(text, kinds);
    this.#open = new OpenElements(kinds, (name) => closed?.(name));
  }

  scan({ depth = Number.POSITIVE_INFINITY, when }: ScanEnd): number {
    const text = this.#text;
    let from = 0;
    for (;;) {
      const at = text.indexOf('<', from);
      if (at === -1) break;
      const end = this.#markup(at);
      // a `<` that opens nothing is text
      if (end === at) from = at + 1;
      else this.#textStart = from = end;
      if (this.#depth > depth || when?.()) return this.#depth;
    }
    this.#flushText(text.length);
    if (this.#open.inert) this.#events.inert?.(this.#inertStart, text.length);
    this.#open.closeAll();
    return this.#depth;
  }

  /** Reads what the `<` at `at` opens and says where it ends: at `at` if it opens nothing. */
  #markup(at: number): number {
    const next = this.#text.charCodeAt(at + 1);
    if (isLetter(next)) return this.#startTag(at);
    if (next === SLASH) return this.#endTag(at);
    if (next === BANG) return this.#declaration(at);
    return next === QUESTION ? this.#bogusComment(at, at + 1) : at;
  }

  #startTag(at: number): number {
    const tag = this.#tag;
    const open = this.#open;
    const end = tag.read(at, at + 1);
    if (end === -1) return this.#dropRest(at);
    this.#flushText(at);
    const { kind } = tag;
    const namespace = open.prepare(kind, tag);
    const wasInert = open.inert;
    const opened = open.open(kind, namespace, tag);
    this.#depth = Math.max(this.#depth, open.depth);
    if (!wasInert && open.inert) this.#inertStart = end;
    else if (!wasInert) this.#onStartTag?.(tag, opened);
    return kind.raw && namespace === 'html' ? this.#rawText(kind.name, end) : end;
  }

  #endTag(at: number): number {
    const expected = this.#open.innermost;
    const afterName = at + 2 + (expected?.name.length ?? 0);
    // nearly always it ends the innermost element, and has nothing but its name
    if (expected && this.#text.charCodeAt(afterName) === GREATER && this.#text.startsWith(expected.name, at + 2)) {
      return this.#close(expected, at, afterName + 1);
    }
    const next = this.#text.charCodeAt(at + 2);
    if (next === GREATER) {
      this.#flushText(at);
      return at + 3;
    }
    if (at + 2 === this.#text.length) return at;
    if (!isLetter(next)) return this.#bogusComment(at, at + 2);
    const end = this.#tag.read(at, at + 2);
    return end === -1 ? this.#dropRest(at) : this.#close(this.#tag.kind, at, end);
  }

  #close(kind: ElementKind, at: number, end: number): number {
    this.#flushText(at);
    const wasInert = this.#open.inert;
    this.#open.close(kind);
    if (!wasInert) this.#onEndTag?.(kind.name);
    else if (!this.#open.inert) this.#events.inert?.(this.#inertStart, at);
    return end;
  }

  #rawText(element: string, from: number): number {
    const end = endOfRawText(this.#text, element, from);
    if (end > from && !this.#open.inert) this.#events.rawText?.(element, from, end);
    return end;
  }

  #declaration(at: number): number {
    const text = this.#text;
    if (text.startsWith('--', at + 2)) return this.#comment(at);
    if (this.#open.foreign && text.startsWith('[CDATA[', at + 2)) return this.#cdata(at);
    return this.#bogusComment(at, at + 2);
  }

  #comment(at: number): number {
    const text = this.#text;
    this.#flushText(at);
    const end = endOfComment(text, at);
    if (!this.#open.inert) this.#events.comment?.(Math.min(at + 4, end.content), end.content);
    return end.after;
  }

  #cdata(at: number): number {
    this.#flushText(at);
    const found = this.#text.indexOf(']]>', at + 9);
    const end = found === -1 ? this.#text.length : found;
    if (!this.#open.inert) this.#events.rawText?.(CDATA, at + 9, end);
    return found === -1 ? end : end + 3;
  }

  /** `<?…>`, `<!…>` and `</ …>`: comments to a browser, among them the doctype. */
  #bogusComment(at: number, start: number): number {
    this.#flushText(at);
    const found = this.#text.indexOf('>', start);
    const end = found === -1 ? this.#text.length : found;
    const doctype = this.#text.slice(start, start + 7).toLowerCase() === 'doctype';
    if (!doctype && !this.#open.inert) this.#events.comment?.(start, end);
    return Math.min(end + 1, this.#text.length);
  }

  /** The page ends within a tag: browsers drop that tag. */
  #dropRest(at: number): number {
    this.#flushText(at);
    if (!this.#open.inert) this.#events.dropped?.(at);
    return this.#text.length;
  }

  #flushText(end: number): void {
    if (end > this.#textStart && !this.#open.inert) this.#onText?.(this.#textStart, end);
    this.#textStart = end;
  }
}

/** `<!-->` and `<!--->` are empty comments; `--!>` ends one too, but only after its opening dashes. */
function endOfComment(text: string, at: number): { content: number; after: number } {
  for (let dashes = text.indexOf('--', at + 2); dashes !== -1; dashes = text.indexOf('--', dashes + 1)) {
    const next = text.charCodeAt(dashes + 2);
    if (next === GREATER) return { content: dashes, after: dashes + 3 };
    const bang = next === BANG && text.charCodeAt(dashes + 3) === GREATER;
    if (bang && dashes >= at + 4) return { content: dashes, after: dashes + 4 };
  }
  return { content: text.length, after: text.length };
}

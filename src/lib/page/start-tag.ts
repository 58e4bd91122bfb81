import { decodeHTMLAttribute } from 'entities/decode';
import type { ElementKind, ElementKinds } from './open-element.ts';
import { DOUBLE_QUOTE, EQUALS, GREATER, SINGLE_QUOTE, SLASH, endsName, isSpace, skipSpace } from './html-characters.ts';

/** Of one tag: a page may be a single tag, whose attributes would take many times its own memory. */
const MAX_ATTRIBUTES = 100_000;

/**
 * What comes after the name in nearly all tags. Browsers read the rest of a tag that this takes as this does, and never
 * less of one that it does not: no character is read often.
 */
const USUAL_REST =
  /(?:[\t\n\f\r ]+[^\t\n\f\r >/="']+(?:="[^"]*"|='[^']*'|=[^\t\n\f\r >"'][^\t\n\f\r >]*)?){0,99}[\t\n\f\r ]*\/?>/y;

/**
 * A start tag as offsets into the page. The scanner reuses one object for all tags: read what you need of it before
 * you return.
 */
export class StartTag {
  readonly #text: string;
  readonly #kinds: ElementKinds;
  readonly #attributes: number[] = [];
  #kind: ElementKind;
  #nameEnd = 0;
  #attributesRead = true;
  /** Where the last attribute ends. */
  #lastEnd = 0;
  /** Offset of its `<`. */
  start = 0;
  /** Offset after its `>`. */
  end = 0;

  constructor(text: string, kinds: ElementKinds) {
    this.#text = text;
    this.#kinds = kinds;
    this.#kind = kinds.of('');
  }

  /** In lower case. */
  get name(): string {
    return this.#kind.name;
  }

  get kind(): ElementKind {
    return this.#kind;
  }

  get selfClosing(): boolean {
    const slash = this.end - 2;
    if (this.#text.charCodeAt(slash) !== SLASH) return false;
    if (!this.#attributesRead) this.#readAttributes();
    // the slash of an unquoted value belongs to the value
    return this.#lastEnd !== slash + 1;
  }

  /** Four offsets for each of the first 100,000 attributes: start and end of its name, start and end of its value. */
  get attributes(): readonly number[] {
    if (!this.#attributesRead) this.#readAttributes();
    return this.#attributes;
  }

  /** Reads the tag whose `<` is at `start`. Returns the offset after its `>`, or -1 where the page ends within it. */
  read(start: number, nameStart: number): number {
    const text = this.#text;
    let at = nameStart + 1;
    while (at < text.length && !endsName(text.charCodeAt(at))) at += 1;
    this.#kind = this.#kinds.of(text.slice(nameStart, at));
    this.#nameEnd = at;
    // setting the length of an array takes as long as reading a short tag
    if (this.#attributes.length > 0) this.#attributes.length = 0;
    this.start = start;
    this.end = text.charCodeAt(at) === GREATER ? at + 1 : this.#readRest();
    return this.end;
  }

  /** Most attributes are never asked for: the end of a usual tag is found without them. */
  #readRest(): number {
    USUAL_REST.lastIndex = this.#nameEnd;
    this.#attributesRead = !USUAL_REST.test(this.#text);
    return this.#attributesRead ? this.#readAttributes() : USUAL_REST.lastIndex;
  }

  #readAttributes(): number {
    const text = this.#text;
    this.#attributesRead = true;
    let at = this.#nameEnd;
    for (;;) {
      while (at < text.length && (isSpace(text.charCodeAt(at)) || text.charCodeAt(at) === SLASH)) at += 1;
      if (at >= text.length) return -1;
      if (text.charCodeAt(at) === GREATER) return at + 1;
      at = this.#readAttribute(at);
      if (at === -1) return -1;
    }
  }

  /** Where in `attributes` that attribute is, name in lower case; the first of two counts, as in browsers. */
  find(attribute: string): number {
    const { attributes } = this;
    for (let at = 0; at < attributes.length; at += 4) {
      if (this.#named(attribute, attributes[at] ?? 0, attributes[at + 1] ?? 0)) return at;
    }
    return -1;
  }

  has(attribute: string): boolean {
    return this.find(attribute) !== -1;
  }

  /** The value with its entities decoded. */
  value(attribute: string): string | undefined {
    const at = this.find(attribute);
    return at === -1 ? undefined : this.valueAt(at);
  }

  valueAt(at: number): string {
    const value = this.#text.slice(this.attributes[at + 2], this.attributes[at + 3]);
    return value.includes('&') ? decodeHTMLAttribute(value) : value;
  }

  /** All attributes, names in lower case, values decoded. */
  record(): Record<string, string> {
    const record: Record<string, string> = Object.create(null);
    for (let at = 0; at < this.attributes.length; at += 4) {
      const name = this.#text.slice(this.attributes[at], this.attributes[at + 1]).toLowerCase();
      record[name] ??= this.valueAt(at);
    }
    return record;
  }

  #readAttribute(nameStart: number): number {
    const text = this.#text;
    let at = nameStart + 1;
    while (at < text.length && text.charCodeAt(at) !== EQUALS && !endsName(text.charCodeAt(at))) at += 1;
    const nameEnd = at;
    at = skipSpace(text, at);
    if (text.charCodeAt(at) !== EQUALS) {
      this.#add(nameStart, nameEnd, nameEnd, nameEnd);
      return at;
    }
    return this.#readValue(nameStart, nameEnd, skipSpace(text, at + 1));
  }

  #readValue(nameStart: number, nameEnd: number, at: number): number {
    const text = this.#text;
    const quote = text.charCodeAt(at);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) {
      let end = at;
      while (end < text.length && text.charCodeAt(end) !== GREATER && !isSpace(text.charCodeAt(end))) end += 1;
      this.#add(nameStart, nameEnd, at, end);
      return end;
    }
    const end = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", at + 1);
    this.#add(nameStart, nameEnd, at + 1, end);
    return end === -1 ? -1 : end + 1;
  }

  #add(nameStart: number, nameEnd: number, start: number, end: number): void {
    this.#lastEnd = end;
    if (this.#attributes.length < 4 * MAX_ATTRIBUTES) this.#attributes.push(nameStart, nameEnd, start, end);
  }

  #named(attribute: string, start: number, end: number): boolean {
    if (end - start !== attribute.length) return false;
    for (let at = 0; at < attribute.length; at += 1) {
      const code = this.#text.charCodeAt(start + at);
      const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
      if (lower !== attribute.charCodeAt(at)) return false;
    }
    return true;
  }
}

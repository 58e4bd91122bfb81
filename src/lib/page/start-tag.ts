import { decodeHTMLAttribute } from 'entities/decode';
import { DOUBLE_QUOTE, EQUALS, GREATER, SINGLE_QUOTE, SLASH, endsName, isSpace, skipSpace } from './html-characters.ts';

/**
 * A start tag as offsets into the page. The scanner reuses one object for all tags: read what you need of it before
 * you return.
 */
export class StartTag {
  readonly #text: string;
  /** In lower case. */
  name = '';
  /** Offset of its `<`. */
  start = 0;
  selfClosing = false;
  /** Four offsets for each attribute: start and end of its name, start and end of its value. */
  readonly attributes: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the tag whose `<` is at `start`. Returns the offset after its `>`, or -1 where the page ends within it. */
  read(start: number, nameStart: number): number {
    const text = this.#text;
    let at = nameStart + 1;
    while (at < text.length && !endsName(text.charCodeAt(at))) at += 1;
    this.name = text.slice(nameStart, at).toLowerCase();
    this.start = start;
    this.attributes.length = 0;
    for (;;) {
      while (at < text.length && (isSpace(text.charCodeAt(at)) || text.charCodeAt(at) === SLASH)) at += 1;
      if (at >= text.length) return -1;
      if (text.charCodeAt(at) === GREATER) break;
      at = this.#readAttribute(at);
      if (at === -1) return -1;
    }
    // the slash of an unquoted value belongs to the value
    this.selfClosing = text.charCodeAt(at - 1) === SLASH && this.attributes.at(-1) !== at;
    return at + 1;
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
      this.attributes.push(nameStart, nameEnd, nameEnd, nameEnd);
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
      this.attributes.push(nameStart, nameEnd, at, end);
      return end;
    }
    const end = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", at + 1);
    this.attributes.push(nameStart, nameEnd, at + 1, end);
    return end === -1 ? -1 : end + 1;
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

import { DOUBLE_QUOTE, isLetter, isSpace, SINGLE_QUOTE, SLASH } from '../page/html-characters.ts';

const LINE_FEED = 0x0a;
const OPEN = 0x28;
const CLOSE = 0x29;
const STAR = 0x2a;
const DASH = 0x2d;
const AT = 0x40;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;

/** One token of a style sheet, as far as addresses may stand in it. */
export type CssToken =
  | { readonly kind: 'comment' }
  | { readonly kind: 'space' | 'other'; readonly raw: string }
  /** A name, or an at-keyword with its `@`; `text` has its escapes undone, `name` is that in lower case. */
  | { readonly kind: 'word'; readonly text: string; readonly name: string }
  /** `undefined` where the line ends within it. */
  | { readonly kind: 'string'; readonly value: string | undefined }
  /** `undefined` for what is no address to a browser either. */
  | { readonly kind: 'url'; readonly value: string | undefined };

/** Reads a style sheet token by token, in time linear in its length. */
export class CssScanner {
  readonly #css: string;
  #at = 0;

  constructor(css: string) {
    this.#css = css.replaceAll(/\r\n?|\f/g, '\n');
  }

  next(): CssToken | undefined {
    const start = this.#at;
    if (start >= this.#css.length) return undefined;
    const code = this.#css.charCodeAt(start);
    if (code === SLASH && this.#css.charCodeAt(start + 1) === STAR) return this.#comment();
    if (isSpace(code)) return { kind: 'space', raw: this.#spaces() };
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return { kind: 'string', value: this.#string(code) };
    if (code === AT || this.#inWord(start)) return this.#word();
    this.#at += 1;
    return { kind: 'other', raw: this.#css.slice(start, this.#at) };
  }

  /** The rest of a statement, as it was written. The semicolon that ends it is left behind; a brace is not. */
  statement(): string {
    const start = this.#at;
    while (this.#at < this.#css.length && !';{}'.includes(this.#css.charAt(this.#at))) this.#at += 1;
    const rest = this.#css.slice(start, this.#at);
    if (this.#css.charAt(this.#at) === ';') this.#at += 1;
    return rest;
  }

  #comment(): CssToken {
    const end = this.#css.indexOf('*/', this.#at + 2);
    this.#at = end === -1 ? this.#css.length : end + 2;
    return { kind: 'comment' };
  }

  #spaces(): string {
    const start = this.#at;
    while (this.#at < this.#css.length && isSpace(this.#css.charCodeAt(this.#at))) this.#at += 1;
    return this.#css.slice(start, this.#at);
  }

  #string(quote: number): string | undefined {
    const css = this.#css;
    const start = this.#at + 1;
    let at = start;
    while (at < css.length && css.charCodeAt(at) !== quote && css.charCodeAt(at) !== LINE_FEED) {
      at += css.charCodeAt(at) === BACKSLASH ? 2 : 1;
    }
    const broken = css.charCodeAt(at) === LINE_FEED;
    this.#at = Math.min(broken ? at : at + 1, css.length);
    return broken ? undefined : unescaped(css.slice(start, at));
  }

  #word(): CssToken {
    const start = this.#at;
    if (this.#css.charCodeAt(start) === AT) this.#at += 1;
    while (this.#inWord(this.#at)) this.#at += this.#css.charCodeAt(this.#at) === BACKSLASH ? this.#escape() : 1;
    const text = unescaped(this.#css.slice(start, this.#at));
    const name = text.toLowerCase();
    if (name !== 'url' || this.#css.charCodeAt(this.#at) !== OPEN) return { kind: 'word', text, name };
    this.#at += 1;
    return { kind: 'url', value: this.#address() };
  }

  /** What stands in the brackets of `url()`, which are left behind. */
  #address(): string | undefined {
    this.#spaces();
    const quote = this.#css.charCodeAt(this.#at);
    const quoted = quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE;
    const value = quoted ? this.#string(quote) : undefined;
    const start = this.#at;
    while (this.#at < this.#css.length && this.#css.charCodeAt(this.#at) !== CLOSE) {
      this.#at += this.#css.charCodeAt(this.#at) === BACKSLASH ? 2 : 1;
    }
    const bare = this.#css.slice(start, this.#at).trim();
    this.#at = Math.min(this.#at + 1, this.#css.length);
    if (quoted) return value;
    return /["'(\s]/.test(bare) ? undefined : unescaped(bare);
  }

  #inWord(at: number): boolean {
    const code = this.#css.charCodeAt(at);
    if (code === BACKSLASH) return at + 1 < this.#css.length && this.#css.charCodeAt(at + 1) !== LINE_FEED;
    const digit = code >= 0x30 && code <= 0x39;
    return isLetter(code) || digit || code === DASH || code === UNDERSCORE || code >= 0x80;
  }

  /** The length of an escape: a space after up to six hex digits belongs to it. */
  #escape(): number {
    const match = /^\\[\da-f]{1,6}[\n\t ]?/i.exec(this.#css.slice(this.#at, this.#at + 8));
    return match?.[0].length ?? 2;
  }
}

/** The characters that escapes stand for. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:([\da-f]{1,6})[\n\t ]?|(\n)|([\s\S])|$)/gi, (_, hex, line, character) => {
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
    return line === undefined ? (character ?? '') : '';
  });
}

function characterOf(code: number): string {
  const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return String.fromCodePoint(none ? 0xfffd : code);
}

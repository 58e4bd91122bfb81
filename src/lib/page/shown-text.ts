import { decodeRun } from './visible-text.ts';

/** Characters that are decoded at a time: the entities of one run may fill a whole page. */
const CHUNK = 16_384;
/** No entity is longer, but for numbers with zeros before them. */
const LONGEST_ENTITY = 40;

const FULL_STOP = 0x2e;
const ELLIPSIS = 0x2026;

/** Counts the characters of a text that show: no white space, nothing without width. */
export class ShownText {
  characters = 0;
  /** How many full stops it ends in; an ellipsis counts as three. */
  dots = 0;

  /** Takes time linear in the length of the run. */
  add(page: string, start: number, end: number, entities: boolean): void {
    for (let at = start; at < end;) {
      const cut = at + CHUNK >= end ? end : beforeEntity(page, at + CHUNK);
      this.#count(decodeRun(page.slice(at, cut), entities));
      at = cut;
    }
  }

  clear(): void {
    this.characters = 0;
    this.dots = 0;
  }

  #count(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (isUnseen(code)) continue;
      this.characters += 1;
      if (code === FULL_STOP) this.dots += 1;
      else this.dots = code === ELLIPSIS ? 3 : 0;
    }
  }
}

/** How many characters of a page show between two offsets, no entity decoded. */
export function shownIn(page: string, start: number, end: number): number {
  let characters = 0;
  for (let at = start; at < end; at += 1) if (!isUnseen(page.charCodeAt(at))) characters += 1;
  return characters;
}

/** An offset shortly before `cut` at which no entity is cut in two. */
function beforeEntity(page: string, cut: number): number {
  const start = page.slice(cut - LONGEST_ENTITY, cut).lastIndexOf('&');
  return start === -1 ? cut : cut - LONGEST_ENTITY + start;
}

/** White space and control characters, characters without width, and the second halves of characters. */
function isUnseen(code: number): boolean {
  if (code <= 0x20) return true;
  if (code < 0x7f) return false;
  return (
    code <= 0xa0 ||
    code === 0xad ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x3000 ||
    (code >= 0xdc00 && code <= 0xdfff) ||
    code === 0xfeff
  );
}

import { isSpace, skipSpace } from './html-characters.ts';
import { ownCopy } from './place.ts';

/** Characters of a page's end that are compared. */
const TAIL = 64;
/** Each piece but white space has at least one of them. */
const KEPT = TAIL;
/** How far back in one piece they are looked for, white space among them. */
const REACH = 4 * TAIL;

/** Counts the content of a page as it comes, and remembers the last of it. Holds offsets only. */
export class LastPieces {
  /** Characters in all, without the white space at either end of each piece. */
  size = 0;
  readonly #text: string;
  readonly #starts = new Uint32Array(KEPT);
  readonly #ends = new Uint32Array(KEPT);
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  add(start: number, end: number): void {
    const from = skipSpace(this.#text, start);
    if (from >= end) return;
    let to = end;
    while (isSpace(this.#text.charCodeAt(to - 1))) to -= 1;
    this.#starts[this.#count % KEPT] = from;
    this.#ends[this.#count % KEPT] = to;
    this.#count += 1;
    this.size += to - from;
  }

  /** The last 64 characters, without white space. */
  tail(): string {
    let tail = '';
    for (let at = this.#count - 1; at >= Math.max(0, this.#count - KEPT) && tail.length < TAIL; at -= 1) {
      const end = this.#ends[at % KEPT] ?? 0;
      const start = Math.max(this.#starts[at % KEPT] ?? 0, end - REACH);
      tail = this.#text.slice(start, end).replaceAll(/\s+/g, '') + tail;
    }
    return ownCopy(tail.slice(-TAIL));
  }
}

/** Folded characters that are searched at a time, so that a long page is never held folded as a whole. */
const WINDOW = 65_536;

const SPACE = 0x20;

/** Looks for phrases in pieces of text as they come, and remembers at which offset of the page each begins. */
export class PhraseSearch {
  readonly #found = new Map<string, number>();
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #overlap: number;
  /** UTF-16: making strings of it would take longer than searching it. */
  #window = new Uint16Array(2 * WINDOW);
  #length = 0;
  /** Where each piece begins in the window, and where in the page. */
  #starts: number[] = [];
  #offsets: number[] = [];
  #gap = false;

  /** Takes phrase → what to look for, in lower case and with nothing but single spaces within it. */
  constructor(wanted: ReadonlyMap<string, string>) {
    this.#wanted = wanted;
    this.#overlap = Math.max(...wanted.values().map((folded) => folded.length));
  }

  /** There is white space between what was added and what comes, however often that is said. */
  gap(): void {
    this.#gap = true;
  }

  /** Adds what folding left of a piece, which may be nothing, or have spaces around it. */
  addFolded(piece: string, offset: number): void {
    const words = piece.trim();
    this.#gap ||= piece.startsWith(' ');
    if (words === '') return;
    this.add(words, 0, words.length, offset);
    this.#gap = piece.endsWith(' ');
  }

  /** Adds words with single spaces between them from a text: ASCII in any case, anything else in lower case. */
  add(text: string, from: number, to: number, offset: number): void {
    const window = this.#roomFor(to - from + 1);
    this.#starts.push(this.#length);
    this.#offsets.push(offset);
    let length = this.#length;
    if (this.#gap) window[length++] = SPACE;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      window[length++] = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
    }
    this.#length = length;
    this.#gap = false;
    if (length > WINDOW + this.#overlap) this.#search();
  }

  /** Phrase → the offset at which the piece was added that it begins in. */
  end(): ReadonlyMap<string, number> {
    this.#search();
    return this.#found;
  }

  #roomFor(more: number): Uint16Array {
    const needed = this.#length + more;
    if (needed > this.#window.length) {
      const wider = new Uint16Array(Math.max(needed, 2 * this.#window.length));
      wider.set(this.#window);
      this.#window = wider;
    }
    return this.#window;
  }

  /** Searches the window and keeps its end, in which a phrase may have begun. */
  #search(): void {
    const bytes = Buffer.from(this.#window.buffer, 0, 2 * this.#length);
    for (const [phrase, folded] of this.#wanted) {
      const at = folded === '' || this.#found.has(phrase) ? -1 : bytes.indexOf(folded, 0, 'utf16le');
      if (at !== -1) this.#found.set(phrase, this.#offsets[this.#pieceAt(at / 2)] ?? 0);
    }
    const cut = Math.max(0, this.#length - this.#overlap);
    const first = this.#pieceAt(cut);
    this.#window.copyWithin(0, cut, this.#length);
    this.#length -= cut;
    this.#starts = this.#starts.slice(first).map((start) => Math.max(0, start - cut));
    this.#offsets = this.#offsets.slice(first);
  }

  #pieceAt(at: number): number {
    return Math.max(
      0,
      this.#starts.findLastIndex((start) => start <= at),
    );
  }
}

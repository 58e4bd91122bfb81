/** Folded characters that are searched at a time, so that a long page is never held folded as a whole. */
const WINDOW = 65_536;

/** Looks for phrases in pieces of text as they come, and remembers at which offset of the page each begins. */
export class PhraseSearch {
  readonly #found = new Map<string, number>();
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #overlap: number;
  #pieces: string[] = [];
  /** Where each piece begins in the window, and where in the page. */
  #starts: number[] = [];
  #offsets: number[] = [];
  #length = 0;
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

  /** Adds text with no white space but single spaces, in any case if it is ASCII and else in lower case. */
  add(text: string, offset: number): void {
    const words = text.trim();
    this.#gap ||= text.startsWith(' ');
    if (words === '') return;
    this.#push(this.#gap ? ` ${words}` : words, offset);
    this.#gap = text.endsWith(' ');
    if (this.#length > WINDOW + this.#overlap) this.#search();
  }

  /** Phrase → the offset at which the piece was added that it begins in. */
  end(): ReadonlyMap<string, number> {
    this.#search();
    return this.#found;
  }

  #push(piece: string, offset: number): void {
    this.#pieces.push(piece);
    this.#starts.push(this.#length);
    this.#offsets.push(offset);
    this.#length += piece.length;
  }

  /** Searches the window and keeps its end, in which a phrase may have begun. */
  #search(): void {
    const window = this.#pieces.join('').toLowerCase();
    for (const [phrase, folded] of this.#wanted) {
      const at = folded === '' || this.#found.has(phrase) ? -1 : window.indexOf(folded);
      if (at !== -1) this.#found.set(phrase, this.#offsets[this.#pieceAt(at)] ?? 0);
    }
    const from = Math.max(0, window.length - this.#overlap);
    const first = this.#pieceAt(from);
    const [pieces, offsets] = [this.#pieces.slice(first), this.#offsets.slice(first)];
    pieces[0] = pieces[0]?.slice(from - (this.#starts[first] ?? 0)) ?? '';
    [this.#pieces, this.#starts, this.#offsets, this.#length] = [[], [], [], 0];
    for (const [index, piece] of pieces.entries()) this.#push(piece, offsets[index] ?? 0);
  }

  #pieceAt(at: number): number {
    return Math.max(
      0,
      this.#starts.findLastIndex((start) => start <= at),
    );
  }
}

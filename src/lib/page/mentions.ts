/** Where a word stands in a text, in any case: most tags are known not to have an attribute without being read. */
export class Mentions {
  readonly #text: string;
  readonly #word: RegExp;
  #next = -1;

  constructor(text: string, word: string) {
    this.#text = text;
    this.#word = new RegExp(RegExp.escape(word), 'gi');
  }

  /** Whether it begins between two offsets. Asked in rising order, the text is searched once. */
  between(start: number, end: number): boolean {
    if (this.#next < start) this.#next = this.#after(start);
    return this.#next < end;
  }

  #after(start: number): number {
    this.#word.lastIndex = start;
    return this.#word.exec(this.#text)?.index ?? Number.POSITIVE_INFINITY;
  }
}

/** A page's text in which what is not live was blanked, for patterns; offsets stay what they are. */
export class LiveText {
  readonly #text: string;
  readonly #pieces: string[] = [];
  #end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Blanks what stands between two offsets; to be called in rising order. */
  blank(start: number, end: number): void {
    if (end <= this.#end) return;
    const from = Math.max(start, this.#end);
    this.#pieces.push(this.#text.slice(this.#end, from), ' '.repeat(end - from));
    this.#end = end;
  }

  text(): string {
    return this.#pieces.join('') + this.#text.slice(this.#end);
  }
}

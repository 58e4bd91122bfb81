/** A text that counts the characters that are looked at in it, but for those that patterns look at. */
export class CountedText {
  looks = 0;
  readonly length: number;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  charCodeAt(at: number): number {
    this.looks += 1;
    return this.#text.charCodeAt(at);
  }

  startsWith(what: string, at: number): boolean {
    this.looks += what.length;
    return this.#text.startsWith(what, at);
  }

  indexOf(what: string, from = 0): number {
    const found = this.#text.indexOf(what, from);
    this.looks += (found === -1 ? this.length : found + what.length) - from;
    return found;
  }

  slice(start: number, end: number): string {
    this.looks += Math.max(0, Math.min(end, this.length) - start);
    return this.#text.slice(start, end);
  }

  toString(): string {
    return this.#text;
  }
}

/** Scanning asks nothing else of a string. */
export function asString(text: CountedText): string {
  const standsIn: unknown = text;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return standsIn as string;
}

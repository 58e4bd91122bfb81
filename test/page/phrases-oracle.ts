import { decodeHTML } from 'entities/decode';
import type { Place } from '../../src/lib/verdict/finding.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { placeFinder } from '../../src/lib/page/place.ts';
import { decodeRun, scanVisible } from '../../src/lib/page/visible-text.ts';

/** What folding changes besides capitals and white space: indented lines of plain ASCII are the usual case. */
const UNUSUAL = /[^ -~]/;

/** Folded characters that are searched at a time, so that a long page is never folded as a whole. */
const WINDOW = 65_536;

/** Finds phrases as `findPhrases` does, by folding every line of every run by itself: slow, and simple to trust. */
export function phrasesByLine(content: PageContent, phrases: readonly string[]): Map<string, Place> {
  if (phrases.length === 0) return new Map();
  const search = new PhraseSearch(phrases);
  scanVisible(content, {
    run: (start, end, entities) => {
      for (const [from, to] of linesBetween(content.text, start, end)) {
        search.add(decodeRun(content.text.slice(from, to), entities), from);
      }
    },
    gap: () => search.add(' ', 0),
  });
  const found = search.end();
  const placeAt = placeFinder(content.text);
  const inOrder = phrases.filter((phrase) => found.has(phrase));
  return new Map(inOrder.map((phrase) => [phrase, placeAt(found.get(phrase) ?? 0)]));
}

/** Looks for phrases in pieces of text as they come, and remembers at which offset of the page each begins. */
class PhraseSearch {
  readonly #found = new Map<string, number>();
  readonly #wanted: Map<string, string>;
  readonly #overlap: number;
  #pieces: string[] = [];
  /** Where each piece begins in the window, and where in the page. */
  #starts: number[] = [];
  #offsets: number[] = [];
  #length = 0;
  #spaced = true;

  constructor(phrases: readonly string[]) {
    this.#wanted = new Map(phrases.map((phrase) => [phrase, fold(decodeHTML(phrase)).trim()]));
    this.#overlap = Math.max(...[...this.#wanted.values()].map((folded) => folded.length));
  }

  add(piece: string, offset: number): void {
    const folded = this.#spaced ? fold(piece).trimStart() : fold(piece);
    if (folded === '') return;
    this.#push(folded, offset);
    this.#spaced = folded.endsWith(' ');
    if (this.#length > WINDOW + this.#overlap) this.#search();
  }

  end(): ReadonlyMap<string, number> {
    this.#search();
    return this.#found;
  }

  #push(folded: string, offset: number): void {
    this.#pieces.push(folded);
    this.#starts.push(this.#length);
    this.#offsets.push(offset);
    this.#length += folded.length;
  }

  /** Searches the window and keeps its end, in which a phrase may have begun. */
  #search(): void {
    const window = this.#pieces.join('');
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
    const after = this.#starts.findIndex((start) => start > at);
    return after === -1 ? Math.max(0, this.#starts.length - 1) : after - 1;
  }
}

function* linesBetween(text: string, start: number, end: number): Generator<readonly [number, number]> {
  for (let at = start; at < end;) {
    const lineBreak = text.indexOf('\n', at);
    const next = lineBreak === -1 || lineBreak >= end ? end : lineBreak + 1;
    yield [at, next];
    at = next;
  }
}

function fold(text: string): string {
  const spaced = text.replaceAll(/[ \t\r\n\f]+/g, ' ');
  if (!UNUSUAL.test(spaced)) return spaced.toLowerCase();
  return spaced
    .normalize('NFC')
    .replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replaceAll(/[\u2018-\u201b\u2032]/g, "'")
    .replaceAll(/[\u00ab\u00bb\u201c-\u201f\u2033]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('\u2026', '...')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
    .replaceAll('\u03c2', '\u03c3');
}

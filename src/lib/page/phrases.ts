import { decodeHTML } from 'entities/decode';
import type { Place } from '../verdict/finding.ts';
import type { PageContent } from './page-content.ts';
import { placeFinder } from './place.ts';
import { decodeRun, scanVisible } from './visible-text.ts';

/** What folding changes besides capitals: anything but plain ASCII, and runs of white space. */
const UNUSUAL = /[^ -~]| {2}/;

/**
 * Finds phrases in what a visitor can see, each with the place where it begins first. Capitals, white space, inline
 * tags, and the typographer's quotes, dashes and soft hyphens make no difference; entities are decoded on both sides.
 */
export function findPhrases(content: PageContent, phrases: readonly string[]): Map<string, Place> {
  const found = new Map<string, Place>();
  if (phrases.length === 0) return found;
  const page = new FoldedPage(content);
  const placeAt = placeFinder(content.text);
  for (const phrase of phrases) {
    const offset = page.offsetOf(fold(decodeHTML(phrase)).trim());
    if (offset !== undefined) found.set(phrase, placeAt(offset));
  }
  return found;
}

/** A page's visible text, folded, with the way back to the page's offsets, line by line. */
class FoldedPage {
  readonly #text: string;
  /** Where each piece begins in the folded text, and where in the page. */
  readonly #starts: number[] = [];
  readonly #offsets: number[] = [];
  readonly #pieces: string[] = [];
  #length = 0;
  #spaced = true;

  constructor(content: PageContent) {
    scanVisible(content, {
      run: (start, end, entities) => this.#addLines(content.text, start, end, entities),
      gap: () => this.#add(' ', 0),
    });
    this.#text = this.#pieces.join('');
  }

  offsetOf(phrase: string): number | undefined {
    const at = phrase === '' ? -1 : this.#text.indexOf(phrase);
    if (at === -1) return undefined;
    const after = this.#starts.findIndex((start) => start > at);
    return this.#offsets.at(after === -1 ? -1 : after - 1);
  }

  #addLines(text: string, start: number, end: number, entities: boolean): void {
    for (let at = start; at < end;) {
      const lineBreak = text.indexOf('\n', at);
      const next = lineBreak === -1 || lineBreak >= end ? end : lineBreak + 1;
      this.#add(decodeRun(text.slice(at, next), entities), at);
      at = next;
    }
  }

  #add(piece: string, offset: number): void {
    const folded = this.#spaced ? fold(piece).trimStart() : fold(piece);
    if (folded === '') return;
    this.#pieces.push(folded);
    this.#starts.push(this.#length);
    this.#offsets.push(offset);
    this.#length += folded.length;
    this.#spaced = folded.endsWith(' ');
  }
}

function fold(text: string): string {
  if (!UNUSUAL.test(text)) return text.toLowerCase();
  return text
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

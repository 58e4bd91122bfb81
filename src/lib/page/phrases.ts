import { decodeHTML } from 'entities/decode';
import type { Place } from '../verdict/finding.ts';
import { isSpace } from './html-characters.ts';
import type { PageContent } from './page-content.ts';
import { PhraseSearch } from './phrase-search.ts';
import { placeFinder } from './place.ts';
import { decodeRun, scanVisible } from './visible-text.ts';

/** What was looked for last in each page: judging asks for the same twice. */
const searches = new WeakMap<PageContent, Search>();

interface Search {
  readonly phrases: readonly string[];
  readonly found: ReadonlyMap<string, Place>;
}

/**
 * Finds phrases in what a visitor can see, each with the place where it begins first. Capitals, white space, inline
 * tags, and the typographer's quotes, dashes and soft hyphens make no difference; entities are decoded on both sides.
 */
export function findPhrases(content: PageContent, phrases: readonly string[]): ReadonlyMap<string, Place> {
  if (phrases.length === 0) return new Map();
  const last = searches.get(content);
  if (last?.phrases.length === phrases.length && last.phrases.every((phrase, at) => phrase === phrases[at])) {
    return last.found;
  }
  const found = placesOf(content, phrases);
  searches.set(content, { phrases: [...phrases], found });
  return found;
}

function placesOf(content: PageContent, phrases: readonly string[]): ReadonlyMap<string, Place> {
  const search = new PhraseSearch(new Map(phrases.map((phrase) => [phrase, fold(decodeHTML(phrase)).trim()])));
  scanVisible(content, {
    run: (start, end, entities) => addLines(search, content.text, start, end, entities),
    gap: () => search.gap(),
  });
  const found = search.end();
  const placeAt = placeFinder(content.text);
  const inOrder = phrases.filter((phrase) => found.has(phrase));
  return new Map(inOrder.map((phrase) => [phrase, placeAt(found.get(phrase) ?? 0)]));
}

/** What decoding and folding change besides capitals: most lines have none of it but around them. */
const UNUSUAL = /[^ -~]|&| {2}/;

/** Adds a run of visible text line by line, each at the offset where it starts. */
function addLines(search: PhraseSearch, text: string, start: number, end: number, entities: boolean): void {
  for (let at = start; at < end;) {
    const lineBreak = text.indexOf('\n', at);
    const next = lineBreak === -1 || lineBreak >= end ? end : lineBreak + 1;
    let [from, to] = [at, next];
    while (from < to && isSpace(text.charCodeAt(from))) from += 1;
    while (from < to && isSpace(text.charCodeAt(to - 1))) to -= 1;
    if (from > at) search.gap();
    if (to > from) {
      const line = text.slice(from, to);
      search.add(UNUSUAL.test(line) ? fold(decodeRun(line, entities)) : line, at);
    }
    if (next > to) search.gap();
    at = next;
  }
}

/** Text in which what makes no difference is the same, and all white space a single space. */
function fold(text: string): string {
  const spaced = text.replaceAll(/[ \t\r\n\f]+/g, ' ');
  if (!/[^ -~]/.test(spaced)) return spaced.toLowerCase();
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

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
  const { text } = content;
  const search = new PhraseSearch(new Map(phrases.map((phrase) => [phrase, fold(decodeHTML(phrase)).trim()])));
  scanVisible(content, {
    run: (start, end, entities) => addRun(search, text, start, end, entities),
    gap: () => search.gap(),
  });
  const found = search.end();
  const placeAt = placeFinder(text);
  const inOrder = phrases.filter((phrase) => found.has(phrase));
  return new Map(inOrder.map((phrase) => [phrase, placeAt(beforeSpaces(text, found.get(phrase) ?? 0))]));
}

/** What decoding or folding change, but for capitals; and `<`, so that no search goes far beyond a run. */
const UNUSUAL = /[^ -%'-;=-~]| {2}/g;

/** Adds a run of visible text; what must be folded is folded line by line. */
function addRun(search: PhraseSearch, text: string, start: number, end: number, entities: boolean): void {
  let [from, to] = [start, end];
  while (from < to && isSpace(text.charCodeAt(from))) from += 1;
  while (from < to && isSpace(text.charCodeAt(to - 1))) to -= 1;
  if (from > start) search.gap();
  if (from < to) addWords(search, text, from, to, entities);
  if (to < end) search.gap();
}

function addWords(search: PhraseSearch, text: string, from: number, to: number, entities: boolean): void {
  UNUSUAL.lastIndex = from;
  if (!UNUSUAL.test(text) || UNUSUAL.lastIndex > to) return search.add(text, from, to, from);
  // within the run: a page without line breaks must not be searched for them at each
  const run = text.slice(from, to);
  let lineBreak = run.indexOf('\n');
  if (lineBreak === -1) return search.addFolded(fold(decodeRun(run, entities)), from);
  let at = 0;
  for (; lineBreak !== -1; lineBreak = run.indexOf('\n', at)) {
    addRun(search, text, from + at, from + lineBreak + 1, entities);
    at = lineBreak + 1;
  }
  addRun(search, text, from + at, to, entities);
}

/** Where the white space begins, in the same line, after which a run of text stands. */
function beforeSpaces(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const TYPOGRAPHY = /[\u00ab\u00ad\u00bb\u200b-\u200d\u2010-\u2015\u2018-\u201f\u2026\u2032\u2033\u2060\u2212\ufeff]/g;

/** Text in which what makes no difference is the same, and all white space a single space. */
function fold(text: string): string {
  if (!/[^ -~]| {2}/.test(text)) return text.toLowerCase();
  // nothing below U+0300 is composed of others
  const composed = /[^\0-\u02ff]/.test(text) ? text.normalize('NFC') : text;
  return composed
    .replaceAll(TYPOGRAPHY, typed)
    .replaceAll(/\s{2,}|[^\S ]/g, ' ')
    .toLowerCase()
    .replaceAll('\u03c2', '\u03c3');
}

/** What one types for a typographer's character: nothing for those without width. */
function typed(character: string): string {
  if (/[\u2018-\u201b\u2032]/.test(character)) return "'";
  if (/[\u00ab\u00bb\u201c-\u201f\u2033]/.test(character)) return '"';
  if (/[\u2010-\u2015\u2212]/.test(character)) return '-';
  return character === '\u2026' ? '...' : '';
}

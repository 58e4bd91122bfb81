import { DOUBLE_QUOTE, GREATER, SINGLE_QUOTE, SLASH, isLetter } from './html-characters.ts';
import { INLINE_ELEMENTS } from './html-elements.ts';
import type { PageContent } from './page-content.ts';

/** Is told of every unit of a page, in order: its hash below 2^53, and where it stands. */
export type OnUnit = (hash: number, start: number, end: number) => void;

/**
 * Cuts a page into units about the size of a well-formatted line, wherever its line breaks stand: in HTML before the
 * tags of block elements, links and comments, in code after statements and rules, elsewhere at line breaks too. White space,
 * quotes and the end tags of block elements do not count, so that a page that was indented or minified anew has the same
 * units. Takes time linear in the length of the page.
 */
export function cutUnits({ text, html }: Pick<PageContent, 'text' | 'html'>, onUnit: OnUnit): void {
  if (html) cutHtml(text, onUnit);
  else cutLines(text, 0, text.length, onUnit);
}

function cutHtml(text: string, onUnit: OnUnit): void {
  let start = 0;
  let within = NO_NAME;
  const cutAt = (at: number) => {
    (CUTS.get(within) ?? unit)(text, start, at, onUnit);
    start = at;
  };
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', Math.max(start, at + 1))) {
    const closes = text.charCodeAt(at + 1) === SLASH;
    const name = nameAt(text, closes ? at + 2 : at + 1);
    if (CODE.has(within) ? !(closes && CODE.has(name)) : (closes ? INLINE : RUNS_ON).has(name)) continue;
    const comment = name === NO_NAME && text.startsWith('<!--', at);
    if (name === NO_NAME && !comment) continue;
    cutAt(at);
    if (comment) cutAt(after(text, '-->', at + 4));
    else if (closes) start = after(text, '>', at);
    if (CUTS.has(name)) within = closes ? NO_NAME : name;
  }
  cutAt(text.length);
}

const NEWLINE = 0x0a;
const [SEMICOLON, OPEN_BRACE, CLOSE_BRACE] = [0x3b, 0x7b, 0x7d];

const endsCode = (letter: number) => letter === SEMICOLON || letter === OPEN_BRACE || letter === CLOSE_BRACE;
const endsLine = (letter: number) => letter === NEWLINE || endsCode(letter);

function cutCode(text: string, from: number, end: number, onUnit: OnUnit): void {
  cutBehind(text, from, end, endsCode, onUnit);
}

function cutLines(text: string, from: number, end: number, onUnit: OnUnit): void {
  cutBehind(text, from, end, endsLine, onUnit);
}

function cutBehind(text: string, from: number, end: number, ends: (letter: number) => boolean, onUnit: OnUnit): void {
  let start = from;
  for (let at = from; at < end; at += 1) {
    if (!ends(text.charCodeAt(at))) continue;
    unit(text, start, at + 1, onUnit);
    start = at + 1;
  }
  unit(text, start, end, onUnit);
}

const SPACE = 0x20;

/** Two 32-bit hashes of what counts of a stretch, put together; nothing where nothing counts. */
function unit(text: string, from: number, end: number, onUnit: OnUnit): void {
  let start = -1;
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = from; at < end; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter <= SPACE || letter === DOUBLE_QUOTE || letter === SINGLE_QUOTE) continue;
    // a minifier takes the slash off `<br />`
    if (letter === SLASH && text.charCodeAt(at + 1) === GREATER) continue;
    if (start === -1) start = at;
    low = Math.imul(low ^ letter, 0x01000193);
    high = Math.imul(((high << 13) | (high >>> 19)) ^ letter, 0x5bd1e995);
  }
  if (start !== -1) onUnit((high >>> 11) * 2 ** 32 + (low >>> 0), start, end);
}

// Names as numbers, so that no tag costs a string: two names of one number would only move a cut.
const NO_NAME = 0;
const step = (number: number, letter: number) => (Math.imul(number, 31) + (letter | 0x20)) | 0;
const numberOf = (name: string) => Buffer.from(name).reduce(step, NO_NAME);
const INLINE: ReadonlySet<number> = new Set([...INLINE_ELEMENTS, 'img'].map(numberOf));
/** Elements before which nothing is cut: of the inline ones a link is one of a list, often enough. */
const RUNS_ON: ReadonlySet<number> = new Set([...INLINE].filter((number) => number !== numberOf('a')));
const CODE: ReadonlySet<number> = new Set(['script', 'style'].map(numberOf));
/** How the content of some elements is cut. */
const CUTS: ReadonlyMap<number, typeof cutCode> = new Map([
  ...[...CODE].map((number) => [number, cutCode] as const),
  [numberOf('pre'), cutLines],
  [numberOf('textarea'), cutLines],
]);

function nameAt(text: string, from: number): number {
  let number = NO_NAME;
  for (let at = from; isLetter(text.charCodeAt(at)); at += 1) number = step(number, text.charCodeAt(at));
  return number;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? text.length : at + end.length;
}

/** Stands in a word for what the shell puts there when it runs: a variable, the output of a command. */
export const UNKNOWN = '\0';

/** What stands between two blanks: text as the program gets it, with `UNKNOWN` for what only the shell knows. */
export type Word = string;

/** One piece of a script. `script`: text that the shell runs on the way, in `$(…)`, backticks or `<(…)`. */
export type Piece =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'operator'; readonly operator: string }
  | { readonly kind: 'redirect'; readonly operator: string }
  | { readonly kind: 'here'; readonly body: HereBody }
  | { readonly kind: 'script'; readonly text: string };

/** What a command reads instead of stdin; of a here-document, its text comes after the line of the command. */
export interface HereBody {
  text: string;
}

/** How far a script has been read. */
export interface Scan {
  readonly text: string;
  at: number;
  /** The word that is being read; `undefined` between words. */
  word: string | undefined;
  readonly pieces: Piece[];
  /** Here-documents whose lines come after the next line break. */
  readonly waiting: {
    readonly body: HereBody;
    readonly end: string;
    readonly literal: boolean;
    readonly tabs: boolean;
  }[];
}

/** Adds text to the word that is being read. */
export function add(scan: Scan, text: string): void {
  scan.word = (scan.word ?? '') + text;
}

/** Ends the word, and moves on by so many characters. */
export function between(scan: Scan, length: number): void {
  endWord(scan);
  scan.at += length;
}

/** Ends the word that is being read. */
export function endWord(scan: Scan): void {
  if (scan.word !== undefined) scan.pieces.push({ kind: 'word', word: scan.word });
  scan.word = undefined;
}

/** The text from here to the single quote that closes, and moves behind it. */
export function singleQuoted(scan: Scan): string {
  return through(scan, /[^']*/y);
}

/** The text from here to the backtick that closes, and moves behind it. */
export function backticked(scan: Scan): string {
  return through(scan, /(?:[^`\\]+|\\[\s\S])*/y).replaceAll(/\\([\\`$])/g, '$1');
}

function through(scan: Scan, body: RegExp): string {
  body.lastIndex = scan.at + 1;
  const text = body.exec(scan.text)?.[0] ?? '';
  scan.at += text.length + 2;
  return text;
}

/** The text up to the bracket that closes, past quotes and brackets within, and moves behind it. */
export function closing(scan: Scan, from: number, open: string, close: string): string {
  let depth = 1;
  let quote = '';
  let at = from;
  for (; at < scan.text.length; at += 1) {
    const character = scan.text[at] ?? '';
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === open) depth += 1;
    else if (character === close) depth -= 1;
    if (depth === 0) break;
  }
  scan.at = Math.min(at + 1, scan.text.length);
  return scan.text.slice(from, Math.min(at, scan.text.length));
}

/** Where the line ends that this place is on. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

import { here, hereDocuments } from './here-documents.ts';
import { doubleQuoted, escaped, expansion, inParentheses } from './shell-expansions.ts';
import { add, between, endOfLine, endWord, singleQuoted, type Piece, type Scan } from './shell-scan.ts';

const OPERATORS = ['&&', '||', '|&', ';;&', ';;', ';&', ';', '|', '(', ')', '\n'];
const REDIRECTS = ['&>>', '&>', '>>', '>|', '>&', '<>', '<&', '>', '<'];

/**
 * Reads a script of a POSIX shell or bash into pieces: quotes, escapes, comments, here-documents. `UNKNOWN` in it stays.
 * Runs in linear time and never throws: what is not closed ends with the text.
 */
export function shellPieces(text: string): readonly Piece[] {
  const scan: Scan = { text, at: 0, word: undefined, pieces: [], waiting: [] };
  while (scan.at < scan.text.length) step(scan);
  endWord(scan);
  return scan.pieces;
}

function step(scan: Scan): void {
  const { text, at } = scan;
  const character = text[at] ?? '';
  if (character === '\\') return escaped(scan);
  if (character === "'") return add(scan, singleQuoted(scan));
  if (character === '"') return doubleQuoted(scan);
  if (character === '$' || character === '`') return expansion(scan);
  if (character === '#' && scan.word === undefined) return void (scan.at = endOfLine(text, at));
  if (character === ' ' || character === '\t' || character === '\r') return between(scan, 1);
  if (text.startsWith('<(', at) || text.startsWith('>(', at)) return inParentheses(scan, at + 2);
  if (text.startsWith('<<', at)) return here(scan, step);
  const redirect = REDIRECTS.find((each) => text.startsWith(each, at));
  if (redirect !== undefined) return redirected(scan, redirect);
  const operator = OPERATORS.find((each) => text.startsWith(each, at)) ?? (character === '&' ? '&' : undefined);
  if (operator === undefined) return plain(scan);
  between(scan, operator.length);
  scan.pieces.push({ kind: 'operator', operator });
  if (operator === '\n') hereDocuments(scan);
}

/** Everything up to the next character that may mean something. */
function plain(scan: Scan): void {
  const stop = /[\\'"$`\s|&;()<>]/g;
  stop.lastIndex = scan.at + 1;
  const end = stop.exec(scan.text)?.index ?? scan.text.length;
  add(scan, scan.text.slice(scan.at, end));
  scan.at = end;
}

function redirected(scan: Scan, operator: string): void {
  // A number right before it names the stream.
  if (/^\d+$/.test(scan.word ?? '')) scan.word = undefined;
  between(scan, operator.length);
  scan.pieces.push({ kind: 'redirect', operator });
}

import { add, backticked, closing, UNKNOWN, type Scan } from './shell-scan.ts';

/** A backslash and what follows it. */
export function escaped(scan: Scan): void {
  const next = scan.text[scan.at + 1];
  scan.at += 2;
  if (next !== undefined && next !== '\n') add(scan, next);
}

/** From a double quote to the one that closes. */
export function doubleQuoted(scan: Scan): void {
  add(scan, '');
  scan.at += 1;
  while (scan.at < scan.text.length) {
    const character = scan.text[scan.at] ?? '';
    const next = scan.text[scan.at + 1] ?? '';
    if (character === '"') return void (scan.at += 1);
    if (character === '$' || character === '`') expansion(scan, 'quoted');
    else if (character === '\\' && /["\\$`\n]/.test(next)) escaped(scan);
    else quotedText(scan);
  }
}

function quotedText(scan: Scan): void {
  const stop = /["\\$`]/g;
  stop.lastIndex = scan.at + 1;
  const end = stop.exec(scan.text)?.index ?? scan.text.length;
  add(scan, scan.text.slice(scan.at, end));
  scan.at = end;
}

/** Variables that hold a folder of this machine. */
const FOLDERS = /^\$(?:(?:HOME|PWD|OLDPWD|TMPDIR)(?!\w)|\{(?:HOME|PWD|OLDPWD|TMPDIR)\})/;

/** What begins with `$` or a backtick; between double quotes a single quote is a letter like any other. */
export function expansion(scan: Scan, quoted?: 'quoted'): void {
  const { text, at } = scan;
  const folder = FOLDERS.exec(text.slice(at, at + 12))?.[0];
  if (folder !== undefined) return void (add(scan, '/'), (scan.at += folder.length));
  if (text[at] === '`') return substituted(scan, backticked(scan));
  if (text.startsWith('$(', at)) return substituted(scan, closing(scan, at + 2, '(', ')'));
  if (text.startsWith('${', at)) return substituted(scan, closing(scan, at + 2, '{', '}').replace(/^[^`$]*/, ''));
  if (!quoted && text.startsWith("$'", at)) return ansiQuoted(scan);
  const name = /\$(?:\w+|[@*#?$!-])/y;
  name.lastIndex = at;
  const found = name.exec(text)?.[0].length ?? 0;
  add(scan, found > 0 ? UNKNOWN : !quoted && text[at + 1] === '"' ? '' : '$');
  scan.at += Math.max(found, 1);
}

function substituted(scan: Scan, script: string): void {
  add(scan, UNKNOWN);
  scan.pieces.push({ kind: 'script', text: script });
}

/** A script between parentheses, whose output or name stands in its place. */
export function inParentheses(scan: Scan, from: number): void {
  substituted(scan, closing(scan, from, '(', ')'));
}

const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1B',
  f: '\f',
  v: '\v',
};

function ansiQuoted(scan: Scan): void {
  const end = /(?:[^'\\]+|\\[\s\S])*/y;
  end.lastIndex = scan.at + 2;
  const body = end.exec(scan.text)?.[0] ?? '';
  scan.at += body.length + 3;
  const code = /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|([0-7]{1,3})|([\s\S]))/gi;
  add(
    scan,
    body.replaceAll(code, (_all, hex?: string, u?: string, long?: string, octal?: string, letter = '') => {
      const point = octal === undefined ? Number.parseInt(hex ?? u ?? long ?? '', 16) : Number.parseInt(octal, 8);
      if (Number.isNaN(point)) return LETTERS[letter] ?? letter;
      return point === 0 || point > 0x10_ff_ff ? '' : String.fromCodePoint(point);
    }),
  );
}

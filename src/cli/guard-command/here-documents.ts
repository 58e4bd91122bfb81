import { doubleQuoted } from './shell-expansions.ts';
import { between, endOfLine, type Scan } from './shell-scan.ts';

/** A here-string, or the beginning of a here-document; `step` reads on. */
export function here(scan: Scan, step: (scan: Scan) => void): void {
  const [mark = ''] = /^<<[<-]?[ \t]*/.exec(scan.text.slice(scan.at, scan.at + 200)) ?? [];
  if (/^\d+$/.test(scan.word ?? '')) scan.word = undefined;
  between(scan, mark.length);
  const from = scan.at;
  while (scan.at < scan.text.length && !/[\s|&;()<>]/.test(scan.text[scan.at] ?? '')) step(scan);
  const word = scan.word ?? '';
  scan.word = undefined;
  const body = { text: word };
  scan.pieces.push({ kind: 'here', body });
  if (mark.startsWith('<<<')) return;
  const literal = /['"\\]/.test(scan.text.slice(from, scan.at));
  scan.waiting.push({ body, end: word, literal, tabs: mark.startsWith('<<-') });
}

/** Reads the here-documents whose lines begin here. */
export function hereDocuments(scan: Scan): void {
  for (const { body, end, literal, tabs } of scan.waiting.splice(0)) {
    const lines: string[] = [];
    while (scan.at < scan.text.length) {
      const stop = endOfLine(scan.text, scan.at);
      const line = scan.text.slice(scan.at, stop);
      scan.at = Math.min(stop + 1, scan.text.length);
      const bare = tabs ? line.replace(/^\t+/, '') : line;
      if (bare === end) break;
      lines.push(bare);
    }
    if (!literal) runInside(scan, lines);
    body.text = lines.join('\n');
  }
}

/** What the shell runs inside a here-document goes with the script around it. */
function runInside(scan: Scan, lines: readonly string[]): void {
  const inner: Scan = {
    text: `"${lines.join('\n').replaceAll('"', '\\"')}"`,
    at: 0,
    word: undefined,
    pieces: [],
    waiting: [],
  };
  doubleQuoted(inner);
  scan.pieces.push(...inner.pieces.filter(({ kind }) => kind === 'script'));
}

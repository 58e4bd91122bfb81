import type { Place } from '../verdict/finding.ts';

const EXCERPT = 200;
/** How much of a long line is shown before the place itself. */
const LEAD = 60;

/** Gives the places of offsets into a text; asked in rising order it reads the text once. */
export function placeFinder(text: string): (offset: number) => Place {
  let [line, lineBreak] = [1, text.indexOf('\n')];
  let asked = 0;
  return (offset) => {
    if (offset < asked) [line, lineBreak] = [1, text.indexOf('\n')];
    asked = offset;
    for (; lineBreak !== -1 && lineBreak < offset; lineBreak = text.indexOf('\n', lineBreak + 1)) line += 1;
    return { line, excerpt: excerptAt(text, offset) };
  };
}

function excerptAt(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - EXCERPT), offset);
  const after = text.slice(offset, offset + EXCERPT);
  const lineStart = offset - before.length + before.lastIndexOf('\n') + 1;
  const lineBreak = after.indexOf('\n');
  const lineEnd = offset + (lineBreak === -1 ? after.length : lineBreak);
  const start =
    lineEnd - lineStart <= EXCERPT ? lineStart : Math.max(lineStart, Math.min(offset - LEAD, lineEnd - EXCERPT));
  return ownCopy(text.slice(start, Math.min(lineEnd, start + EXCERPT)).trim());
}

/** The same text in memory of its own: a slice keeps the whole page alive. Halved characters are replaced. */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

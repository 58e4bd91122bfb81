/** Characters of one line that a diff shows. */
const MAX_LINE = 500;
/** How many of them may stand before the change. */
const LEAD = 100;

/** A line as a diff shows it: cut to 500 characters, around what differs from the line that it replaces or was. */
export function cutLine(line: string, other: string | undefined): string {
  if (line.length <= MAX_LINE) return line;
  const change = other === undefined ? 0 : firstDifference(line, other);
  const start = Math.max(0, Math.min(change - LEAD, line.length - MAX_LINE + 1));
  const end = start + MAX_LINE - (start > 0 ? 1 : 0);
  const shown = end < line.length ? `${line.slice(start, end - 1)}…` : line.slice(start);
  return (start > 0 ? `…${shown}` : shown).toWellFormed();
}

function firstDifference(line: string, other: string): number {
  let at = 0;
  while (at < line.length && line.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

import { shownLine } from '../lib/alert/shown-text.ts';

/** A line that others chose, safe for a terminal: what cannot be seen is spelled out; at most 4,000 characters. */
export function printable(text: string): string {
  return shownLine(text, 4000);
}

/** A command that is to be typed: never cut, for half a command is another one. */
export function printableCommand(text: string): string {
  return shownLine(text, Infinity);
}

/** Several lines, each as `printable` gives it: for text whose line breaks are our own. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Text of at most `most` characters: what is longer is cut in the middle, where keys differ least. */
export function shortened(text: string, most = 100): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 21)}…${text.slice(-20)}`;
}

/** Rows under a heading, in columns as wide as their longest cell; cells are made printable. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heading, ...rows].map((row) => row.map((cell) => printable(shortened(cell))));
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  return cells
    .map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The first five of a list, and how many more there are. */
export function firstFew(all: readonly string[]): string {
  const more = all.length > 5 ? ` and ${(all.length - 5).toLocaleString('en')} more` : '';
  return `${all.slice(0, 5).join(', ')}${more}`;
}

/** `1 page`, `2 pages`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

/** Characters, counting a pair of surrogates as one. */
function width(text: string): number {
  return Array.from(text).length;
}

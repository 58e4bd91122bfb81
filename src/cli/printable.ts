/**
 * Text that others chose, safe for a terminal: control and bidirectional characters are shown as escapes, so that a
 * key or a page can neither move the cursor nor hide what it says.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
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

/** `1 page`, `2 pages`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

/** Characters, counting a pair of surrogates as one. */
function width(text: string): number {
  return Array.from(text).length;
}

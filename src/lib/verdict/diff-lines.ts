/** Lines that are longer than this on average were written by a machine, for machines. */
const MACHINE_LINE = 500;

/**
 * The lines of two pages as they are compared, without line ends: whether a line ends in CR LF, and the last in nothing,
 * makes no difference. Where a page has hardly any lines, both are also split before each `<`.
 */
export function linesOf(before: string, after: string): readonly [readonly string[], readonly string[]] {
  const [old, young] = [split(before, /\r?\n/), split(after, /\r?\n/)];
  if (!hardlyAny(before, old) && !hardlyAny(after, young)) return [old, young];
  return [split(before, /\r?\n|(?=<)/), split(after, /\r?\n|(?=<)/)];
}

function split(text: string, at: RegExp): readonly string[] {
  const lines = text.split(at);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function hardlyAny(text: string, lines: readonly string[]): boolean {
  return text.length > MACHINE_LINE * Math.max(1, lines.length);
}

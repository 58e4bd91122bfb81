/** Whether and why a merge is not done yet. */
export type MergeFault =
  | { readonly kind: 'conflicts'; readonly lines: readonly number[] }
  | { readonly kind: 'unmerged'; readonly lacks: readonly string[] };

/** Texts of the three sides; `before`: the file as it was when the others were kept, by digest equality. */
export interface Sides {
  readonly local: string;
  readonly live: string;
  /** Absent where nobody has it any more. */
  readonly base?: string;
  /** Whether the file is still as it was when the other sides were kept. */
  readonly untouched: boolean;
}

const MARKER = /^(<{7}|\|{7}|>{7})( .*)?$/;

/**
 * What speaks against a merge being done: markers of conflicts that are not on the live page; or the file was not touched
 * since, and lacks lines that the live page has gained.
 */
export function mergeFault({ local, live, base, untouched }: Sides): MergeFault | undefined {
  const [lines, liveLines] = [linesOf(local), new Set(linesOf(live))];
  const conflicts = lines.flatMap((line, index) => (MARKER.test(line) && !liveLines.has(line) ? [index + 1] : []));
  if (conflicts.length > 0) return { kind: 'conflicts', lines: conflicts };
  if (!untouched) return undefined;
  const known = new Set([...lines, ...linesOf(base ?? '')]);
  const lacks = [...liveLines].filter((line) => !known.has(line));
  return lacks.length > 0 ? { kind: 'unmerged', lacks } : undefined;
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).map((line) => line.trimEnd());

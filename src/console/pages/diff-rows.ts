import type { DiffShape } from '../../lib/api/incident-shapes.ts';

type Hunk = Extract<DiffShape, { kind: 'hunks' }>['hunks'][number];

/** A line of one side: its number and what stands in it. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** One row of a diff: a line that both sides have, or what one side lost and the other gained. */
export type DiffRow =
  | { readonly kind: 'same'; readonly old: NumberedLine; readonly young: NumberedLine }
  | { readonly kind: 'changed'; readonly old?: NumberedLine; readonly young?: NumberedLine };

/** The lines of a hunk under each other, each with the numbers that it has. */
export function unifiedRows(hunk: Hunk): DiffRow[] {
  let { oldStart: old, newStart: young } = hunk;
  return hunk.lines.map(({ kind, text }) => {
    if (kind === 'same') return { kind, old: { number: old++, text }, young: { number: young++, text } };
    return kind === 'gone'
      ? { kind: 'changed', old: { number: old++, text } }
      : { kind: 'changed', young: { number: young++, text } };
  });
}

/** The lines of a hunk next to each other: what is gone beside what came in its place. */
export function pairedRows(hunk: Hunk): DiffRow[] {
  const rows: DiffRow[] = [];
  let [gone, come]: [NumberedLine[], NumberedLine[]] = [[], []];
  const flush = () => {
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
      rows.push({ kind: 'changed', ...(gone[at] && { old: gone[at] }), ...(come[at] && { young: come[at] }) });
    }
    [gone, come] = [[], []];
  };
  for (const row of unifiedRows(hunk)) {
    if (row.kind === 'same') {
      flush();
      rows.push(row);
    } else if (row.old) {
      if (come.length > 0) flush();
      gone.push(row.old);
    } else if (row.young) {
      come.push(row.young);
    }
  }
  flush();
  return rows;
}

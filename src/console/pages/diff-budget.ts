import type { DiffShape } from '../../lib/api/incident-shapes.ts';

type Hunks = Extract<DiffShape, { kind: 'hunks' }>['hunks'];

/** Characters that become an entity or are escaped once more on the way out. */
const COSTLY = /[&<>"']/g;
const MARKUP_BYTES = 260;

/** As many lines as fit into so many bytes of markup, whole from the front, and whether any were left out. */
export function withinBudget(hunks: Hunks, bytes: number): { readonly hunks: Hunks; readonly cut: boolean } {
  let left = bytes;
  const kept: Hunks = [];
  for (const hunk of hunks) {
    let fits = 0;
    for (const { text } of hunk.lines) {
      left -= costOf(text);
      if (left < 0) break;
      fits += 1;
    }
    if (fits > 0) kept.push(fits === hunk.lines.length ? hunk : { ...hunk, lines: hunk.lines.slice(0, fits) });
    if (left < 0) return { hunks: kept, cut: true };
  }
  return { hunks: kept, cut: false };
}

function costOf(text: string): number {
  return MARKUP_BYTES + Buffer.byteLength(text) + 5 * (text.match(COSTLY)?.length ?? 0);
}

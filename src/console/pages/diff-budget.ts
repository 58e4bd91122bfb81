import type { DiffShape } from '../../lib/api/incident-shapes.ts';
import { type Marks, placesOf } from './diff-marks.ts';

type Hunks = Extract<DiffShape, { kind: 'hunks' }>['hunks'];
type Line = Hunks[number]['lines'][number];

/** Characters that become an entity or are escaped once more on the way out. */
const COSTLY = /[&<>"'\\]/g;
const ROW_BYTES = 260;
const MARK_BYTES = 100;

/** As many lines as fit into so many bytes of markup with their marks, whole from the front; whether any were left out. */
export function withinBudget(
  hunks: Hunks,
  marks: Marks,
  bytes: number,
): { readonly hunks: Hunks; readonly cut: boolean } {
  let left = bytes;
  const kept: Hunks = [];
  for (const hunk of hunks) {
    let fits = 0;
    for (const line of hunk.lines) {
      left -= costOf(line, marks);
      if (left < 0) break;
      fits += 1;
    }
    if (fits > 0) kept.push(fits === hunk.lines.length ? hunk : { ...hunk, lines: hunk.lines.slice(0, fits) });
    if (left < 0) return { hunks: kept, cut: true };
  }
  return { hunks: kept, cut: false };
}

function costOf({ kind, text }: Line, marks: Marks): number {
  const places = kind === 'same' ? 0 : placesOf(text, marks[kind]).length;
  return ROW_BYTES + MARK_BYTES * places + Buffer.byteLength(text) + 5 * (text.match(COSTLY)?.length ?? 0);
}

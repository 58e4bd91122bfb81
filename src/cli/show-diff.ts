import { styleText } from 'node:util';
import { shownCode } from '../lib/alert/shown-text.ts';
import type { DiffShape } from '../lib/api/incident-shapes.ts';
import { counted } from './printable.ts';

/** Longer lines are cut: minified pages have lines that nobody reads in a terminal. */
const LONGEST_LINE = 500;

const MARKS = {
  same: (text: string) => ` ${text}`,
  gone: (text: string) => styleText('red', `-${text}`),
  new: (text: string) => styleText('green', `+${text}`),
} as const;

/** What the rejected version changed in its baseline, in colour where the terminal has any. */
export function showDiff(diff: DiffShape): string {
  if (diff.kind === 'none') return `No difference is shown: ${diff.reason}`;
  const lines = diff.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    styleText('cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
    ...lines.map(({ kind, text }) => MARKS[kind](shownCode(text, LONGEST_LINE))),
  ]);
  return [...lines, ...(diff.cut ? [`… and more: ${sizeOfDiff(diff)} in all`] : [])].join('\n');
}

/** How much it is, e.g. `3 lines gone, 1 line new`. */
export function sizeOfDiff(diff: DiffShape): string {
  if (diff.kind === 'none') return diff.reason;
  return `${counted(diff.gone, 'line')} gone, ${counted(diff.new, 'line')} new`;
}

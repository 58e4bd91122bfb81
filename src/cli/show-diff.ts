import { styleText } from 'node:util';
import { shownCode } from '../lib/alert/shown-text.ts';
import type { Diff } from '../lib/verdict/diff.ts';
import { counted } from './printable.ts';

/** What differs, by lines; or why no lines are shown. */
export type Difference = ({ readonly kind: 'hunks' } & Diff) | { readonly kind: 'none'; readonly reason: string };

/** Longer lines are cut: minified pages have lines that nobody reads in a terminal. */
const LONGEST_LINE = 500;

const MARKS = { same: ' ', gone: '-', new: '+' } as const;
const COLOURS = { gone: 'red', new: 'green' } as const;

/** What one version changed in another, in colour where what it is shown on has any. */
export function showDiff(diff: Difference, stream: NodeJS.WritableStream = process.stdout): string {
  if (diff.kind === 'none') return `No difference is shown: ${diff.reason}`;
  const lines = diff.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    styleText('cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, { stream }),
    ...lines.map(({ kind, text }) => coloured(kind, MARKS[kind] + shownCode(text, LONGEST_LINE), stream)),
  ]);
  return [...lines, ...(diff.cut ? [`… and more: ${sizeOfDiff(diff)} in all`] : [])].join('\n');
}

function coloured(kind: keyof typeof MARKS, line: string, stream: NodeJS.WritableStream): string {
  return kind === 'same' ? line : styleText(COLOURS[kind], line, { stream });
}

/** How much it is, e.g. `3 lines gone, 1 line new`. */
export function sizeOfDiff(diff: Difference): string {
  if (diff.kind === 'none') return diff.reason;
  return `${counted(diff.gone, 'line')} gone, ${counted(diff.new, 'line')} new`;
}

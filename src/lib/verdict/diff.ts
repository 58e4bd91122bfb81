import { type Change, changesOf, groupsOf, type Hunk, hunkOf } from './diff-hunks.ts';
import { linesOf } from './diff-lines.ts';
import { matchLines } from './diff-match.ts';

/** What differs between two pages. `gone` and `new` count all lines, also those that `cut` left out of the hunks. */
export interface Diff {
  readonly hunks: readonly Hunk[];
  readonly gone: number;
  readonly new: number;
  readonly cut: boolean;
}

/** `context`: unchanged lines shown around a change. `maxLines`: lines of all hunks together. */
export interface DiffOptions {
  readonly context: number;
  readonly maxLines: number;
}

/**
 * What changed from one page to another, by lines. Any two pages have an answer in time about linear in their length;
 * line ends do not count, and pages that hardly have lines are split at their tags.
 */
export function diffPages(before: string, after: string, options: DiffOptions): Diff {
  const [old, young] = linesOf(before, after);
  const changes = changesOf(matchLines(old, young), young.length);
  const hunks: Hunk[] = [];
  let left = options.maxLines;
  let cut = false;
  for (const group of groupsOf(changes, options.context)) {
    const hunk = left > 0 ? hunkOf(group, old, young, { context: options.context, maxLines: left }) : undefined;
    if (hunk) hunks.push(hunk.hunk);
    left -= hunk?.hunk.lines.length ?? 0;
    cut ||= hunk?.cut ?? true;
  }
  const count = (length: (change: Change) => number) => changes.reduce((sum, change) => sum + length(change), 0);
  return {
    hunks,
    gone: count((change) => change.oldEnd - change.oldStart),
    new: count((change) => change.newEnd - change.newStart),
    cut,
  };
}

/** The diff in unified format, with the names of both sides. */
export function unifiedText(diff: Diff, names: { readonly before: string; readonly after: string }): string {
  if (diff.hunks.length === 0) return '';
  const sign = { same: ' ', gone: '-', new: '+' } as const;
  const hunks = diff.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map(({ kind, text }) => sign[kind] + text),
  ]);
  return [`--- ${names.before}`, `+++ ${names.after}`, ...hunks, ''].join('\n');
}

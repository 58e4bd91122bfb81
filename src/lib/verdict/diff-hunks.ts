import { cutLine } from './diff-cut.ts';

/** One line of a hunk, at most 500 characters of it. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** A stretch of changes with the lines around it; starts are 1-based, or the line before where a side has none. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly DiffLine[];
}

/** Lines that were replaced by others; ends are exclusive, and one side may be empty. */
export interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** The stretches between the lines that both sides have. */
export function changesOf(partners: Int32Array, newLength: number): readonly Change[] {
  const changes: Change[] = [];
  let [oldStart, newStart] = [0, 0];
  const close = (oldEnd: number, newEnd: number) => {
    if (oldEnd > oldStart || newEnd > newStart) changes.push({ oldStart, oldEnd, newStart, newEnd });
    [oldStart, newStart] = [oldEnd + 1, newEnd + 1];
  };
  for (const [old, young] of partners.entries()) if (young !== -1) close(old, young);
  close(partners.length, newLength);
  return changes;
}

/** Changes whose context would touch belong to one hunk. */
export function groupsOf(changes: readonly Change[], context: number): readonly (readonly Change[])[] {
  const all: Change[][] = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (last && change.oldStart - (last.at(-1)?.oldEnd ?? 0) <= 2 * context) last.push(change);
    else all.push([change]);
  }
  return all;
}

/** The hunk of one group, cut after `maxLines` lines. */
export function hunkOf(
  group: readonly Change[],
  old: readonly string[],
  young: readonly string[],
  { context, maxLines }: { readonly context: number; readonly maxLines: number },
): { readonly hunk: Hunk; readonly cut: boolean } {
  const [first, last] = [group[0], group.at(-1)];
  const before = Math.min(context, first?.oldStart ?? 0);
  const oldFrom = (first?.oldStart ?? 0) - before;
  const newFrom = (first?.newStart ?? 0) - before;
  const lines = linesOfHunk(
    group,
    oldFrom,
    Math.min(old.length, (last?.oldEnd ?? 0) + context),
    old,
    young,
    maxLines + 1,
  );
  const shown = lines.slice(0, maxLines);
  const oldLines = shown.filter(({ kind }) => kind !== 'new').length;
  const newLines = shown.filter(({ kind }) => kind !== 'gone').length;
  const hunk = {
    oldStart: oldLines === 0 ? oldFrom : oldFrom + 1,
    oldLines,
    newStart: newLines === 0 ? newFrom : newFrom + 1,
    newLines,
    lines: shown,
  };
  return { hunk, cut: shown.length < lines.length };
}

function linesOfHunk(
  group: readonly Change[],
  from: number,
  to: number,
  old: readonly string[],
  young: readonly string[],
  most: number,
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const same = (start: number, end: number) => {
    for (const line of old.slice(start, end)) lines.push({ kind: 'same', text: cutLine(line, undefined) });
  };
  let at = from;
  for (const { oldStart, oldEnd, newStart, newEnd } of group) {
    same(at, oldStart);
    const gone = old.slice(oldStart, Math.min(oldEnd, oldStart + most));
    const come = young.slice(newStart, Math.min(newEnd, newStart + most));
    for (const [index, line] of gone.entries()) lines.push({ kind: 'gone', text: cutLine(line, come[index]) });
    for (const [index, line] of come.entries()) lines.push({ kind: 'new', text: cutLine(line, gone[index]) });
    at = oldEnd;
  }
  same(at, to);
  return lines;
}

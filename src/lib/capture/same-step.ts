import type { IdMap } from './id-map.ts';
import type { Step } from './restore.ts';

/**
 * Whether a step is the one that was shown, or what is left of it. Ids that AWS gave meanwhile are no news; of a line that was cut,
 * where it is counts alone.
 */
export function sameStep(shown: Step, now: Step, ids: Pick<IdMap, 'inText'>): boolean {
  if (shown.kind !== now.kind || ids.inText(shown.what) !== ids.inText(now.what)) return false;
  const seen = new Set(linesOf(shown, ids));
  const lines = linesOf(now, ids);
  return lines.length > 0 ? lines.every((line) => seen.has(line)) : seen.size === 0;
}

function linesOf({ details = [] }: Step, ids: Pick<IdMap, 'inText'>): readonly string[] {
  return details.map((line) => seenLine(line, ids));
}

function seenLine(line: string, ids: Pick<IdMap, 'inText'>): string {
  return ids.inText(line.includes('…') ? line.slice(0, line.indexOf(': ')) : line);
}

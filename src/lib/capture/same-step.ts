import type { IdMap } from './id-map.ts';
import type { Step } from './restore.ts';

/**
 * Whether a step is the one that was shown. Ids that AWS gave meanwhile are no news; of a line that was cut, where it is counts
 * alone.
 */
export function sameStep(shown: Step, now: Step, ids: Pick<IdMap, 'inText'>): boolean {
  const text = ({ kind, what, details = [] }: Step) => [
    kind,
    ids.inText(what),
    ...details.map((line) => seenLine(line, ids)),
  ];
  return JSON.stringify(text(shown)) === JSON.stringify(text(now));
}

function seenLine(line: string, ids: Pick<IdMap, 'inText'>): string {
  return ids.inText(line.includes('…') ? line.slice(0, line.indexOf(': ')) : line);
}

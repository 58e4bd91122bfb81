import { LONGEST_DIFF } from '../../lib/api/deploy-requests.ts';
import { diffPages, unifiedText, type Diff } from '../../lib/verdict/diff.ts';
import { counted } from '../printable.ts';

const MOST_LINES = 300;

/** What a deploy would change in what is live. */
export interface AheadDiff {
  /** Unified, whole lines; at most 12,000 characters. Empty where all lines are the same. */
  readonly text: string;
  /** In one sentence. */
  readonly says: string;
}

/** Compares what is live with what would take its place. The same two give the same. */
export function aheadDiff(live: string, candidate: string): AheadDiff {
  const diff = diffPages(live, candidate, { context: 3, maxLines: MOST_LINES });
  const size = `${counted(diff.gone, 'line')} that ${diff.gone === 1 ? 'is' : 'are'} live`;
  const says = `It would take away ${size}, and add ${counted(diff.new, 'line')}.`;
  const text = unifiedText(diff, { before: 'live', after: 'not deployed' }).toWellFormed();
  return { text: fitting(text, diff), says };
}

function fitting(text: string, { cut, gone, new: come }: Diff): string {
  const end = `… and more: ${counted(gone, 'line')} gone, ${counted(come, 'line')} new in all\n`;
  if (!cut && text.length <= LONGEST_DIFF) return text;
  const room = text.slice(0, LONGEST_DIFF - end.length);
  return room.slice(0, room.lastIndexOf('\n') + 1) + end;
}

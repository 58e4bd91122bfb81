import type { AlertDiff } from './alert.ts';
import { codeBlock, paragraph, type SlackBlock } from './slack-blocks.ts';
import { slackCost, slackFit, withoutFences } from './slack-text.ts';

const BLOCK = 2900;
const OVERHEAD = 100;
const MOST_BLOCKS = 4;
const LINE = 400;

/** The diff as code blocks that together cost at most `room`; says when lines are missing, and where the whole is. */
export function diffBlocks(diff: AlertDiff, room: number, whole = 'the rest is with the incident'): SlackBlock[] {
  if (diff.kind === 'none') return [paragraph(`No diff: ${diff.reason}`, 400)];
  const longer = `The diff is longer: ${whole}.`;
  const lines = diff.lines.map((line) => slackFit(withoutFences(line), LINE));
  const chunks: string[][] = [];
  let left = room - longer.length - 2 * OVERHEAD;
  let inBlock = BLOCK;
  let taken = 0;
  for (const line of lines) {
    const cost = JSON.stringify(line).length;
    const opens = inBlock + cost > BLOCK;
    left -= cost + (opens ? OVERHEAD : 0);
    if (left < 0 || (opens && chunks.length === MOST_BLOCKS)) break;
    if (opens) chunks.push([]);
    inBlock = opens ? cost : inBlock + cost;
    chunks.at(-1)?.push(line);
    taken += 1;
  }
  const blocks = chunks.map((chunk) => codeBlock(chunk.join('\n')));
  return taken < lines.length || diff.cut ? [...blocks, paragraph(longer, slackCost(longer))] : blocks;
}

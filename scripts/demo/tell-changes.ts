import { editedFrom, undoing } from '../../src/lib/alert/edited-from.ts';
import type { DiffShape } from '../../src/lib/api/incident-shapes.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import { unifiedText } from '../../src/lib/verdict/diff.ts';
import type { Caller } from './caller.ts';
import type { Happened, StoryDeps } from './story.ts';
import { painted, type Teller, type Tone } from './teller.ts';
import { insist } from './until.ts';

/**
 * Tells what the API and the review page say of the upload: which version it was edited from, what somebody changed in
 * that one, and what this changed in the baseline. Throws `StoryFailed` where it is another version than `base`.
 */
export async function tellChanges(
  { incident }: Happened,
  base: Baseline,
  { caller, teller }: Pick<StoryDeps, 'teller'> & { readonly caller: Caller },
): Promise<void> {
  teller.chapter('What the upload had changed, and in which version');
  const detail = await caller.look('approver', incident.id);
  const ancestor = editedFrom(detail);
  insist(ancestor?.identity === base.identity, 'the upload was edited from the version of spring');
  const { versionId, lastModified } = ancestor;
  teller.line(painted('good', `200  edited from version ${versionId} of ${lastModified}; ${undoing(ancestor)}`));
  insist(detail.ancestorDiff !== undefined, 'it is compared with that version');
  tellDiff(detail.ancestorDiff, 'the version of spring', teller);
  tellDiff(detail.diff, 'baseline', teller);
  const review = await fetch(detail.review);
  insist(review.status === 200 && (await review.text()).includes(versionId), 'the review page names that version');
  teller.line('Its review page shows both, to whoever has this address:', 'quiet');
  teller.line(detail.review);
}

function tellDiff(diff: DiffShape, before: string, teller: Teller): void {
  insist(diff.kind === 'hunks', `there is a diff from ${before}`);
  for (const line of unifiedText(diff, { before, after: 'upload' }).trimEnd().split('\n')) {
    teller.line(line, toneOf(line));
  }
  if (diff.cut) teller.line('(the diff is longer)', 'quiet');
}

function toneOf(line: string): Tone {
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+++') || line.startsWith('---')) return 'strong';
  return line.startsWith('+') ? 'good' : line.startsWith('-') ? 'bad' : 'quiet';
}

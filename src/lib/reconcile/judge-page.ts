import type { ListedVersion } from '../site/version.ts';
import { candidates, type Candidates } from '../upload/candidates.ts';
import { finish, rest } from './finish.ts';
import { memoryOfOneLook } from './memory.ts';
import { obstacle, planRestore } from './plan.ts';
import { putBack } from './put-back.ts';
import { readVersion, type Read } from './read-version.ts';
import { settle } from './settle.ts';
import { cannotPutBack, leaveUndecided } from './undecided.ts';
import type { Weighed } from './weigh.ts';
import { AGAIN, DONE, isKnown, type PageView, type ReconcileDeps, type Step, type View } from './view.ts';

export { whilePaused } from './while-paused.ts';

/** Takes what was written since the last look through judging, then brings what is live and the baseline together. */
export async function judgePage(view: View, deps: ReconcileDeps): Promise<Step> {
  const found = await candidates(deps.bucket.versions(view.ref.key), view.page, view.site.since);
  if (!found) return DONE;
  const sizes = [found.live, ...found.unseen].map(({ size }) => size ?? 0);
  const largest = Math.max(view.page?.baseline?.size ?? 0, ...sizes);
  const look = { ...deps, histories: memoryOfOneLook(deps.histories) };
  return deps.takeTurn(largest, () => settleAndConclude(view, found, look));
}

async function settleAndConclude(view: View, found: Candidates, deps: ReconcileDeps): Promise<Step> {
  const { live } = found;
  const unseen = found.unseen.length === 0 && (await changedUnseen(view, live, deps)) ? [live] : found.unseen;
  const step = await settleInOrder(view, unseen, live, deps);
  if (step.kind !== 'go-on') return step;
  return isKnown(step.view) ? conclude(step.view, live, deps) : DONE;
}

/** Every version is judged in order, so that a good one is the baseline before its successor is judged against it. */
async function settleInOrder(
  start: View,
  unseen: readonly ListedVersion[],
  live: ListedVersion,
  deps: ReconcileDeps,
): Promise<Step> {
  let view = start;
  for (const version of unseen) {
    const step = await settle(view, version, { live: version === live, fresh: true }, deps);
    if (step.kind !== 'go-on') return step;
    view = step.view;
  }
  return { kind: 'go-on', view };
}

/** The cursor stands at the live version: finish what is open, put the baseline back, or judge it anew. */
async function conclude(view: PageView, live: ListedVersion, deps: ReconcileDeps): Promise<Step> {
  const { page } = view;
  if (page.seen.identity === page.baseline?.identity) return finish(view, deps);
  if (page.seen.kind === 'good') {
    // A stale write of ours, or a decision that moved the baseline.
    if (page.contested !== undefined) return rest(view, deps);
    const over = await readVersion(view, live, deps);
    if (over?.identity !== page.seen.identity) return AGAIN;
    return bringBaselineBack(view, over, deps);
  }
  return againUnlessDone(await settle(view, live, { live: true, fresh: false }, deps));
}

async function bringBaselineBack(view: PageView, over: Read, deps: ReconcileDeps): Promise<Step> {
  const plan = await planRestore(view, deps);
  const reason = obstacle(plan);
  if (!reason) return putBack(view, over, plan, undefined, deps);
  const findings = [cannotPutBack(reason)];
  const weighed: Weighed = { verdict: { kind: 'undecided', findings } };
  return againUnlessDone(await leaveUndecided(view, over, weighed, findings, { live: true, fresh: false }, deps));
}

/** What moved the cursor or the baseline is looked at once more. */
function againUnlessDone(step: Step): Step {
  return step.kind === 'go-on' ? AGAIN : step;
}

/** Two uploads of one second can look alike on a bucket without versions: only a GET tells them apart. */
async function changedUnseen(view: View, live: ListedVersion, deps: ReconcileDeps): Promise<boolean> {
  const { page } = view;
  if (!page || live.deleted || live.versionId !== 'null') return false;
  const version = await readVersion(view, live, deps);
  return !version || version.deleted || version.mark !== page.seen.mark || version.identity !== page.seen.identity;
}

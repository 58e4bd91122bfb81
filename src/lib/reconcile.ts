import { HoldfastError } from './errors.ts';
import { tendAsset } from './reconcile/asset.ts';
import { finish, rest } from './reconcile/finish.ts';
import { obstacle, planRestore } from './reconcile/plan.ts';
import { putBack } from './reconcile/put-back.ts';
import { readVersion, type Read } from './reconcile/read-version.ts';
import { settle } from './reconcile/settle.ts';
import { cannotPutBack, leaveUndecided } from './reconcile/undecided.ts';
import type { Weighed } from './reconcile/weigh.ts';
import { whilePaused } from './reconcile/while-paused.ts';
import { AGAIN, DONE, isKnown, type PageView, type ReconcileDeps, type Step, type View } from './reconcile/view.ts';
import type { ListedVersion } from './site/version.ts';
import { classify } from './site/glob.ts';
import type { PageRef } from './site/page-ref.ts';
import { pauseOf } from './site/site-record.ts';
import { candidates } from './upload/candidates.ts';
import type { NamedWriter } from './upload/named-writer.ts';

export type { ReconcileDeps } from './reconcile/view.ts';

/** Enough for a burst in which many pages race for the registry; the function's time is the real limit. */
const MAX_LOOKS = 12;

/**
 * Looks at what is live now, judges it, and moves the world one step towards the truth, until nothing is left to do.
 * May run any number of times, at any time, at once with itself, and may be killed at any line. `again`: others kept
 * writing meanwhile; ask for another look.
 */
export async function reconcile(
  ref: PageRef,
  { notices }: { notices: readonly NamedWriter[] },
  deps: ReconcileDeps,
): Promise<'done' | 'again'> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const step = await look(ref, notices, deps);
    if (step.kind === 'done') return 'done';
    // The first look again is for our own write: at once.
    if (looks > 0) await deps.backOff(looks);
  }
  return 'again';
}

async function look(ref: PageRef, notices: readonly NamedWriter[], deps: ReconcileDeps): Promise<Step> {
  const { page, site } = await deps.registry.read(ref);
  if (!site) {
    const hint = `Run "holdfast apply ${ref.site}".`;
    throw new HoldfastError('SITE.UNKNOWN', `The site "${ref.site}" was never applied.`, { hint, retryable: true });
  }
  const kind = classify(site.config, ref.key);
  if (kind === 'asset') return tendAsset(ref, notices, deps);
  if (kind === 'other') return DONE;

  const view: View = { ref, page, site, notices };
  if (pauseOf(site, ref.key, deps.now())) return whilePaused(view, deps);
  const found = await candidates(deps.bucket.versions(ref.key), page, site.since);
  if (!found) return DONE;
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

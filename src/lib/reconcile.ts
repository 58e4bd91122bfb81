import { HoldfastError } from './errors.ts';
import { tendAsset } from './reconcile/asset.ts';
import { tellUnguardable } from './reconcile/unguardable.ts';
import { DONE, type ReconcileDeps, type Step, type View } from './reconcile/view.ts';
import { classify, whyUnguardable } from './site/glob.ts';
import type { PageRef } from './site/page-ref.ts';
import { pauseOf } from './site/site-record.ts';
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
  const why = whyUnguardable(ref.key);
  if (why !== undefined) return tellUnguardable(ref, why, deps);
  const judging = loadJudging();
  const { page, site } = await deps.registry.read(ref);
  if (!site) {
    const hint = `Run "npx holdfast apply ${ref.site}".`;
    throw new HoldfastError('SITE.UNKNOWN', `The site "${ref.site}" was never applied.`, { hint, retryable: true });
  }
  const kind = classify(site.config, ref.key);
  if (kind === 'asset') return tendAsset(ref, notices, deps);
  if (kind === 'other') return DONE;

  const view: View = { ref, page, site, notices };
  const { judgePage, whilePaused } = await judging;
  return pauseOf(site, ref.key, deps.now()) ? whilePaused(view, deps) : judgePage(view, deps);
}

let loaded: Promise<typeof import('./reconcile/judge-page.ts')> | undefined;

/** What reads pages takes a while to load: on a cold start it does so while the records are on their way. */
function loadJudging() {
  loaded ??= import('./reconcile/judge-page.ts');
  return loaded;
}

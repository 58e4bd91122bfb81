import type { Incident } from '../incident/incident.ts';
import { closeOpen } from './incidents.ts';
import { lookAfterRestore } from './after-restore.ts';
import { purge } from './purge.ts';
import { AGAIN, DONE, isKnown, nextPage, type PageView, type ReconcileDeps, type Step, type View } from './view.ts';

/** Seconds after a restore at which the page is looked at again: its assets may be deleted after it, see `sync --delete`. */
const FOLLOW_UPS = [5, 30, 120];

/** The live version is the baseline: what was restored is purged and told, and looked after for a while. */
export async function finish(view: PageView, deps: ReconcileDeps): Promise<Step> {
  const closed = await closeRestore(view, deps);
  return closed.kind === 'go-on' && isKnown(closed.view) ? lookAfterRestore(closed.view, deps) : closed;
}

/**
 * Purges, takes open incidents to `restored` (a write of ours was seen, or a person asked for what is live) or
 * `superseded`, and asks for later looks.
 */
export async function closeRestore(view: PageView, deps: ReconcileDeps): Promise<Step> {
  const { page, ref } = view;
  if (page.purge === undefined && page.open.length === 0) return { kind: 'go-on', view };
  const purgeProblem = await purge(view, ref.key, page.purge ?? `o${page.rev}`, deps);
  const landed = new Set(page.landed);
  const incidents = await closeOpen(
    page.open,
    (incident) => (landed.has(incident.id) || isWished(incident) ? 'restored' : 'superseded'),
    { restoredAt: deps.now().toISOString(), purgeProblem },
    deps,
  );
  const next = nextPage(view, { seen: page.seen, purge: undefined, open: [], landed: [] });
  const outcome = await deps.registry.commit({ page: { expect: page.rev, next }, incidents, tokens: [] });
  if (outcome === 'conflict') return AGAIN;
  if (landed.size > 0) await Promise.all(FOLLOW_UPS.map((seconds) => deps.queue.ask([ref], seconds)));
  return { kind: 'go-on', view: { ...view, page: next } };
}

/** Whether a person's decision, and not the guard, wants the baseline live: then it does not matter who put it there. */
function isWished({ trail = [] }: Incident): boolean {
  return trail.at(-1)?.decision?.what === 'restore';
}

/** The live version stays although it is not the baseline: nothing of ours may stay open behind it. */
export async function rest(view: View, deps: ReconcileDeps): Promise<Step> {
  if (!isKnown(view)) return DONE;
  const { page } = view;
  if (page.purge === undefined && page.open.length === 0) return DONE;
  const purgeProblem = page.purge === undefined ? undefined : await purge(view, view.ref.key, page.purge, deps);
  const incidents = await closeOpen(page.open, () => 'superseded', { purgeProblem }, deps);
  const next = nextPage(view, { seen: page.seen, purge: undefined, open: [] });
  const outcome = await deps.registry.commit({ page: { expect: page.rev, next }, incidents, tokens: [] });
  return outcome === 'conflict' ? AGAIN : DONE;
}

import { formerAfter } from '../history/former.ts';
import { restoreWay } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import { tokenChanges } from '../reconcile/accept.ts';
import { closeOpen } from '../reconcile/incidents.ts';
import { nextPage, type PageView } from '../reconcile/view.ts';
import { DELETED } from '../site/version.ts';
import type { DecideDeps, DecisionPlan } from './decide.ts';
import { refused, type Refused } from './outcome.ts';

/**
 * The previous good version goes back: it becomes the baseline again, and what is live counts as one that a person chose
 * to replace. Refused when the version of this incident is no longer the one that it would undo.
 */
export async function restoring(view: PageView, incident: Incident, deps: DecideDeps): Promise<DecisionPlan | Refused> {
  const { page } = view;
  const { baseline } = incident;
  if (!baseline || baseline.identity === DELETED) {
    return refused(
      'state',
      'There was no page before this version: to be rid of it, delete it, then override its deletion.',
    );
  }
  const way = restoreWay(incident, page);
  if (way === 'withdraw') return withdrawal(view);
  if (way === 'give-way') return replacingUndecided(view, incident, deps);
  if (way === undefined) return movedOn(view);
  if (!(await deps.snapshots.get('accepted', incident.site, baseline.identity))) {
    return refused('expired', 'The previous version is not in the snapshot store: upload it again from your own copy.');
  }
  const again = { ...baseline, acceptedAt: deps.now().toISOString() };
  const tokens = tokenChanges(view, page.baseline?.tokens ?? [], again);
  // whoever goes back from here on undoes nobody's work
  const undone = page.baseline && { ...page.baseline, doubted: true as const };
  const former = formerAfter({ ...page, baseline: undone }, again);
  const next = nextPage(view, { ...reopened(view, incident), baseline: again, former, gen: page.gen + 1 });
  return {
    transition: {
      page: { expect: page.rev, next },
      site: { name: view.ref.site, expect: view.site.rev, moves: tokens.some(({ state }) => state === 'lost') },
      incidents: await closeOpen(page.open, () => 'superseded', {}, deps),
      tokens,
    },
  };
}

/** The baseline never moved: only what is live is to give way to it. */
async function replacingUndecided(
  view: PageView,
  incident: Incident,
  deps: DecideDeps,
): Promise<DecisionPlan | Refused> {
  const { page } = view;
  const { identity } = incident.version;
  if (identity !== DELETED && !(await deps.snapshots.get('rejected', incident.site, identity))) {
    return refused('expired', 'Nobody could keep the bytes that would be replaced: upload the version that you want.');
  }
  const others = page.open.filter((id) => id !== incident.id);
  const next = nextPage(view, reopened(view, incident));
  return {
    transition: {
      page: { expect: page.rev, next },
      site: { name: view.ref.site, expect: view.site.rev, moves: false },
      incidents: await closeOpen(others, () => 'superseded', {}, deps),
      tokens: [],
    },
  };
}

/** An overridden deletion that nobody made yet: the page stays. */
function withdrawal(view: PageView): DecisionPlan {
  const next = nextPage(view, { seen: view.page.seen, mayDelete: false });
  return { transition: { page: { expect: view.page.rev, next }, incidents: [], tokens: [] }, state: 'dismissed' };
}

function reopened({ page }: PageView, { id, version }: Incident) {
  const closed = { contested: undefined, restores: [], landed: [], justRestored: undefined, mayDelete: false };
  // What is to give way is not judged again, whatever came of it: the person has judged it.
  const kind = page.seen.identity === version.identity ? 'good' : page.seen.kind;
  return { ...closed, seen: { ...page.seen, kind }, open: [id], purge: `d${page.rev}` };
}

function movedOn({ page }: PageView): Refused {
  const at = page.baseline?.acceptedAt ?? 'an unknown date';
  return refused(
    'moved-on',
    `This version is not the newest one any more (the baseline is of ${at}): upload what you want.`,
  );
}

import type { PageRecord } from '../site/page-record.ts';
import type { Policy } from '../site/policy.ts';
import type { Finding } from '../verdict/finding.ts';
import { rest } from './finish.ts';
import { incidentWrite, isAbout, knownIncident, type Known } from './incidents.ts';
import { obstacle, planRestore } from './plan.ts';
import { putBack } from './put-back.ts';
import { quarantine } from './quarantine.ts';
import { seenAs, type Read } from './read-version.ts';
import { cannotPutBack, leaveUndecided } from './undecided.ts';
import { AGAIN, nextPage, type PageView, type ReconcileDeps, type Step, type Turn } from './view.ts';
import { warning } from './warn-stale.ts';
import type { Weighed } from './weigh.ts';

/** Records a breached version that was already replaced by another: nothing to undo, nothing lost without a trace. */
export async function recordSuperseded(
  view: PageView,
  version: Read,
  weighed: Weighed,
  findings: readonly Finding[],
  deps: ReconcileDeps,
): Promise<Step> {
  await quarantine(view, version, deps);
  const known = await knownIncident(view, version, deps);
  const state = known.incident?.state ?? 'superseded';
  const about = { version, weighed, findings, recurs: known.incident !== undefined && !isAbout(known, version) };
  const next = nextPage(view, { seen: seenAs(version, 'bad') });
  const outcome = await deps.registry.commit({
    page: { expect: view.page.rev, next },
    ...warning([incidentWrite(view, known, state, about, deps.now())]),
    tokens: [],
  });
  return outcome === 'done' ? { kind: 'go-on', view: { ...view, page: next } } : AGAIN;
}

/** Undoes a breached live version: quarantine, then put the baseline back, unless the page is contested. */
export async function rejectLive(
  view: PageView,
  version: Read,
  weighed: Weighed,
  findings: readonly Finding[],
  turn: Turn,
  deps: ReconcileDeps,
): Promise<Step> {
  // Nothing of this depends on the rest, and every moment counts while visitors see the page.
  const [known, plan] = await Promise.all([
    knownIncident(view, version, deps),
    planRestore(view, deps),
    quarantine(view, version, deps),
  ]);
  const now = deps.now();
  const about = { version, weighed, findings, recurs: false };
  if (view.page.contested !== undefined || tooManyRestores(view.page, view.site.config.policy, now)) {
    if (known.incident?.state === 'contested' && !turn.fresh && isAbout(known, version)) return rest(view, deps);
    return contest(view, known, about, deps);
  }
  const reason = obstacle(plan);
  if (reason) {
    return leaveUndecided(view, version, weighed, [...findings, cannotPutBack(reason)], turn, deps);
  }
  const redo = known.incident?.state === 'restoring' && isAbout(known, version);
  const recurs = known.incident !== undefined && !redo;
  return putBack(view, version, plan, { known, about: { ...about, recurs } }, deps);
}

function tooManyRestores(page: PageRecord, policy: Policy, now: Date): boolean {
  const since = now.getTime() - policy.windowMs;
  return page.restores.filter((at) => Date.parse(at) > since).length >= policy.maxRestores;
}

/** The page is fought over: the guard stops, keeps this version live, and calls a person at the highest level. */
async function contest(
  view: PageView,
  known: Known,
  about: Parameters<typeof incidentWrite>[3],
  { registry, now }: ReconcileDeps,
): Promise<Step> {
  const open = view.page.open.filter((id) => id !== known.id);
  const next = nextPage(view, { seen: seenAs(about.version, 'bad'), contested: known.id, open });
  await registry.commit({
    page: { expect: view.page.rev, next },
    ...warning([incidentWrite(view, known, 'contested', about, now())]),
    tokens: [],
  });
  return AGAIN;
}

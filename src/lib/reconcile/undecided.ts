import type { IncidentState } from '../incident/incident.ts';
import type { Finding } from '../verdict/finding.ts';
import { rest } from './finish.ts';
import { incidentWrite, knownIncident } from './incidents.ts';
import { quarantine } from './quarantine.ts';
import { seenAs, type Read } from './read-version.ts';
import { AGAIN, nextPage, type ReconcileDeps, type Step, type Turn, type View } from './view.ts';
import { warning } from './warn-stale.ts';
import type { Weighed } from './weigh.ts';

/** States in which a person has been asked, or has answered already: they are not asked again for equal bytes. */
const ASKED: ReadonlySet<IncidentState> = new Set(['undecided', 'dismissed']);

/** Says why a baseline stays away although it should be live. */
export function cannotPutBack(reason: string): Finding {
  return { code: 'page.unreadable', severity: 'alert', says: reason };
}

/** Leaves a version live that the guard must not judge or cannot undo: a person looks. */
export async function leaveUndecided(
  view: View,
  version: Read,
  weighed: Weighed,
  findings: readonly Finding[],
  turn: Turn,
  deps: ReconcileDeps,
): Promise<Step> {
  await quarantine(view, version, deps);
  const known = await knownIncident(view, version, deps);
  const asked = known.incident && ASKED.has(known.incident.state);
  if (asked && !turn.fresh) return rest(view, deps);
  const state = (asked && known.incident?.state) || 'undecided';
  const open = (view.page?.open ?? []).filter((id) => id !== known.id);
  // Only what is met for the first time moves the cursor: an older baseline that stays live was good, and is not judged.
  const seen = turn.fresh || !view.page ? seenAs(version, 'undecided') : view.page.seen;
  const restored = view.page?.justRestored;
  const justRestored = restored?.incident === known.id ? undefined : restored;
  const next = nextPage(view, { seen, open, justRestored });
  const outcome = await deps.registry.commit({
    page: { expect: view.page?.rev ?? 'absent', next },
    ...warning([incidentWrite(view, known, state, { version, weighed, findings, recurs: false }, deps.now())]),
    tokens: [],
  });
  return outcome === 'done' ? { kind: 'go-on', view: { ...view, page: next } } : AGAIN;
}

import { DELETED } from '../site/version.ts';
import { UNREAD, type Decision, type Incident, type IncidentState } from './incident.ts';

/** What a person can say of an incident, in the order in which it is offered. */
export const DECISIONS = ['override', 'dismiss', 'restore', 'resume'] as const satisfies readonly Decision['what'][];

const OPEN_TO: Readonly<Record<Decision['what'], ReadonlySet<IncidentState>>> = {
  override: new Set(['restoring', 'restored', 'undecided', 'contested']),
  dismiss: new Set(['restored', 'superseded', 'observed', 'undecided', 'contested']),
  restore: new Set(['observed', 'overridden', 'undecided']),
  resume: new Set(['contested']),
};

/** Whether an incident in this state can be decided so. */
export function isOpenTo(state: IncidentState, what: Decision['what']): boolean {
  return OPEN_TO[what].has(state);
}

/** What can be decided of an incident as it is now; its page may have moved on all the same. */
export function openDecisions(
  incident: Pick<Incident, 'state' | 'version' | 'baseline' | 'trail'>,
): Decision['what'][] {
  const { state, version, baseline } = incident;
  // Nothing is recorded of such a page, so nothing can be decided.
  if (version.identity === UNREAD) return [];
  const closed = new Set<Decision['what']>([
    ...(baseline === undefined || baseline.identity === DELETED ? (['restore'] as const) : []),
    // There is nothing to put live again, and nothing may be overwritten that is not kept.
    ...(version.kept === false ? (['override', 'restore'] as const) : []),
    ...(movedBack(incident) ? (['override'] as const) : []),
  ]);
  return DECISIONS.filter((what) => isOpenTo(state, what) && !closed.has(what));
}

/**
 * Whether a restore moved the baseline since: it did, but for an undecided version, which never was the baseline, and for
 * an overridden deletion that was only withdrawn.
 */
function movedBack({ trail = [] }: Pick<Incident, 'trail'>): boolean {
  const at = trail.findLastIndex(({ decision }) => decision?.what === 'restore');
  return at > 0 && trail[at]?.state === 'restoring' && trail[at - 1]?.state !== 'undecided';
}

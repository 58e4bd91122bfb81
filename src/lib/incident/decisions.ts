import type { PageRecord } from '../site/page-record.ts';
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

/** What can be decided of an incident, its page being as it is: without what could only be refused. */
export function openNow(
  incident: Pick<Incident, 'id' | 'gen' | 'state' | 'version' | 'baseline' | 'trail'>,
  page: PageRecord,
): Decision['what'][] {
  const standing: Readonly<Record<Decision['what'], boolean>> = {
    override: page.gen === incident.gen,
    dismiss: true,
    restore: restoreWay(incident, page) !== undefined,
    resume: page.contested === incident.id,
  };
  return openDecisions(incident).filter((what) => standing[what]);
}

/**
 * How the version before goes back: an overridden deletion is withdrawn before anybody deletes, what could not be judged
 * gives way to the baseline, or the baseline moves back. `undefined` where this version is no longer the one to undo.
 */
export function restoreWay(
  { state, gen, version }: Pick<Incident, 'state' | 'gen' | 'version'>,
  page: PageRecord,
): 'withdraw' | 'give-way' | 'move-back' | undefined {
  if (state === 'overridden' && page.mayDelete && page.gen === gen) return 'withdraw';
  if (state === 'undecided') {
    return page.gen === gen && page.seen.identity === version.identity ? 'give-way' : undefined;
  }
  return page.gen === gen + 1 && page.baseline?.identity === version.identity ? 'move-back' : undefined;
}

/**
 * Whether a restore moved the baseline since: it did, but for an undecided version, which never was the baseline, and for
 * an overridden deletion that was only withdrawn.
 */
function movedBack({ trail = [] }: Pick<Incident, 'trail'>): boolean {
  const at = trail.findLastIndex(({ decision }) => decision?.what === 'restore');
  return at > 0 && trail[at]?.state === 'restoring' && trail[at - 1]?.state !== 'undecided';
}

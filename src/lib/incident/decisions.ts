import { DELETED } from '../site/version.ts';
import type { Decision, Incident, IncidentState } from './incident.ts';

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
export function openDecisions({ state, baseline }: Pick<Incident, 'state' | 'baseline'>): Decision['what'][] {
  const hadPage = baseline !== undefined && baseline.identity !== DELETED;
  return DECISIONS.filter((what) => isOpenTo(state, what) && (what !== 'restore' || hadPage));
}

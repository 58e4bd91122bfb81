import type { Warning } from '../site/warning.ts';
import { escalationNotice } from './escalation-notice.ts';
import { noticeTask } from './notice-task.ts';
import type { Hint } from './stream-hints.ts';
import type { AlerterDeps, Task } from './task.ts';
import { warningNotice } from './warning-notice.ts';

type Of<Kind extends Hint['kind']> = Extract<Hint, { kind: Kind }>;

/**
 * The telling of a warning that was raised or acknowledged, as it is by now; none for one that is gone, or that ended by a
 * decision on its incident: that is told already.
 */
export async function warningTask({ site: name, change }: Of<'warning'>, deps: AlerterDeps): Promise<Task | undefined> {
  const warning = await deps.records.warning(name, change.warning);
  if (!warning || (change.what === 'acknowledged' && (await endedByDecision(warning, deps)))) return undefined;
  const site = (await deps.records.site(name))?.config;
  const subject = { kind: 'warning', site: name, id: change.id } as const;
  return noticeTask(subject, warningNotice(change.what, warning), { site }, deps);
}

async function endedByDecision({ incident, acknowledged }: Warning, { records }: AlerterDeps): Promise<boolean> {
  if (incident === undefined) return false;
  const { decision, trail = [] } = (await records.incident(incident)) ?? {};
  const decisions = [decision, ...trail.map((entry) => entry.decision)];
  return decisions.some((each) => each !== undefined && each.at === acknowledged?.at && each.by === acknowledged.by);
}

/** The telling of an escalation over the channels that its site names for them; none for one that is gone. */
export async function escalationTask(
  { site: name, change: { id } }: Of<'escalation'>,
  deps: AlerterDeps,
): Promise<Task | undefined> {
  const escalation = await deps.records.escalation(name, id);
  if (!escalation) return undefined;
  const site = (await deps.records.site(name))?.config;
  const subject = { kind: 'escalation', site: name, id } as const;
  return noticeTask(subject, escalationNotice(escalation, site), { site, over: site?.escalation?.over }, deps);
}

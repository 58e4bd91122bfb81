import { HoldfastError } from '../errors.ts';
import { changeTask } from './change-task.ts';
import { escalationTask, warningTask } from './record-tasks.ts';
import { incidentTask } from './incident-task.ts';
import { readingSitesOnce } from './records.ts';
import type { Hint } from './stream-hints.ts';
import type { AlerterDeps, Task } from './task.ts';

/** `down`: Slack takes nothing for now, so nothing else needs to be tried there. */
type Outcome = 'done' | 'later' | 'down';

/**
 * Tells what the hints hint at: everything over SNS first, then in Slack, in order, until Slack is down. Gives back the
 * hints that must come again, in order; what was already told of them then is not told again. A failure that would only
 * repeat itself is logged and given up, so that it does not hold up the rest for ever.
 */
export async function tell(hints: readonly Hint[], deps: AlerterDeps): Promise<Hint[]> {
  const run = { ...deps, records: readingSitesOnce(deps.records) };
  const wanted = withoutRepeats(hints);
  const untold = new Set<Hint>();
  const tasks = new Map<Hint, Task>();
  for (const hint of wanted) {
    const outcome = await attempt(hint, run, async () => {
      const task = await taskOf(hint, run);
      if (task) tasks.set(hint, task);
      await task?.sns();
    });
    if (outcome !== 'done') untold.add(hint);
  }
  let outcome: Outcome = 'done';
  for (const [hint, task] of tasks) {
    if (outcome !== 'down') outcome = await attempt(hint, run, () => task.slack());
    if (outcome !== 'done') untold.add(hint);
  }
  return wanted.filter((hint) => untold.has(hint));
}

// An incident is read as it is now: its later records of the batch have nothing to add.
function withoutRepeats(hints: readonly Hint[]): Hint[] {
  const seen = new Set<string>();
  return hints.filter((hint) => {
    const name = hint.kind === 'incident' ? hint.id : `${hint.site}#${hint.change.id}`;
    return !seen.has(name) && seen.add(name);
  });
}

function taskOf(hint: Hint, deps: AlerterDeps): Promise<Task | undefined> {
  switch (hint.kind) {
    case 'incident':
      return incidentTask(hint.id, deps);
    case 'warning':
      return warningTask(hint, deps);
    case 'escalation':
      return escalationTask(hint, deps);
    default:
      return changeTask(hint, deps);
  }
}

async function attempt(hint: Hint, { log }: AlerterDeps, run: () => Promise<void>): Promise<Outcome> {
  try {
    await run();
    return 'done';
  } catch (error) {
    const retryable = !(error instanceof HoldfastError) || error.retryable;
    const about = hint.kind === 'incident' ? { incident: hint.id } : { site: hint.site, change: hint.change.id };
    log.error(retryable ? 'Could not tell; will be tried again.' : 'Could not tell, and gave up.', { ...about, error });
    if (!retryable) return 'done';
    return error instanceof HoldfastError && error.code === 'SLACK.DOWN' ? 'down' : 'later';
  }
}

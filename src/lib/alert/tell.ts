import { HoldfastError } from '../errors.ts';
import { incidentTask } from './incident-task.ts';
import { pauseTask } from './pause-task.ts';
import { readingSitesOnce } from './records.ts';
import type { Hint } from './stream-hints.ts';
import type { AlerterDeps, Task } from './task.ts';

/**
 * Tells what the hints hint at: everything over SNS first, then in Slack, in order, until Slack fails. Gives back the
 * sequence number of the first hint that must be delivered again; what was already told then is not told again.
 * A failure that would only repeat itself is logged and given up, so that it does not hold up the rest for ever.
 */
export async function tell(hints: readonly Hint[], deps: AlerterDeps): Promise<string | undefined> {
  const run = { ...deps, records: readingSitesOnce(deps.records) };
  const wanted = withoutRepeats(hints);
  const failed = new Set<Hint>();
  const tasks = new Map<Hint, Task>();
  for (const hint of wanted) {
    const done = await attempt(hint, run, async () => {
      const task = await taskOf(hint, run);
      if (task) tasks.set(hint, task);
      await task?.sns();
    });
    if (!done) failed.add(hint);
  }
  for (const [hint, task] of tasks) {
    const done = await attempt(hint, run, () => task.slack());
    if (!done) failed.add(hint);
    if (!done) break;
  }
  return wanted.find((hint) => failed.has(hint))?.sequence;
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
  return hint.kind === 'incident' ? incidentTask(hint.id, deps) : pauseTask(hint.site, hint.change, deps);
}

async function attempt(hint: Hint, { log }: AlerterDeps, run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    const retryable = !(error instanceof HoldfastError) || error.retryable;
    const about = hint.kind === 'incident' ? { incident: hint.id } : { site: hint.site, pause: hint.change.id };
    log.error(retryable ? 'Could not tell; will be tried again.' : 'Could not tell, and gave up.', { ...about, error });
    return !retryable;
  }
}

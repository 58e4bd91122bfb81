import { HoldfastError } from '../errors.ts';
import type { ApplyDeps } from './apply-restore.ts';
import { failureOf } from './failure.ts';
import { stepsFor } from './plan-restore.ts';
import type { Made, Step } from './restore.ts';
import { isAction, type Action, type PlannedResource, type RestoreWork } from './restore-work.ts';
import { sameStep } from './same-step.ts';

/** What became of a resource whose every step could be done. */
export interface Applied {
  /** What its last step made or changed; `undefined` where nothing had to be done. */
  readonly made: Made | undefined;
  /** What was done, by the steps' own words. */
  readonly done: readonly string[];
  /** What is left to do by hand or is impossible. */
  readonly left: readonly Step[];
  /** What was done and is still not as captured: the API took it and gives something else. */
  readonly unsettled: readonly Step[];
}

/** What was just written may be read late: it is looked at again after so many milliseconds. */
const LOOK_AGAIN = [500, 2000, 5000] as const;
const TRIES = 3;

/**
 * Does one resource's steps, each planned again right before it is done. Throws `RESTORE.MOVED` where one of them was not
 * shown, and what its service throws.
 */
export async function applyResource(planned: PlannedResource, work: RestoreWork, deps: ApplyDeps): Promise<Applied> {
  const done: string[] = [];
  let made: Made | undefined;
  let looks = 0;
  for (let tries = 1; ;) {
    if (deps.signal?.aborted) throw new HoldfastError('RESTORE.STOPPED', 'It was stopped before it was done.');
    try {
      const steps = await stepsFor(planned.service, planned.entry, work);
      for (const step of steps) work.ids.add(step.made?.ids ?? {});
      const open = steps.filter(isAction);
      const next = open.find(({ what }) => !done.includes(what));
      const wait = LOOK_AGAIN[looks];
      if (next) {
        shown(next, planned, work);
        const last = await applied(next, planned, work, deps);
        made = { resource: last.resource, ids: { ...made?.ids, ...last.ids } };
        done.push(next.what);
      } else if (open.length > 0 && wait !== undefined) {
        looks += 1;
        await work.estate.wait(wait);
      } else
        return {
          made,
          done,
          unsettled: open,
          left: steps.filter(({ kind }) => kind === 'command' || kind === 'impossible'),
        };
    } catch (error) {
      if (!failureOf(error, work.to.secrets).retryable || tries === TRIES) throw error;
      await work.estate.wait(1000 * 2 ** tries);
      tries += 1;
    }
  }
}

function shown(step: Action, { key, steps }: PlannedResource, { ids }: RestoreWork): void {
  if (steps.some((each) => sameStep(each, step, ids))) return;
  const hint = 'It, or what it refers to, was changed meanwhile: run it again, and look at the new plan.';
  throw new HoldfastError('RESTORE.MOVED', `${key} is not any more what the plan was made on.`, { hint });
}

async function applied(
  step: Action,
  { key, entry, service: { restore } }: PlannedResource,
  { to, ids }: RestoreWork,
  { journal, tell }: ApplyDeps,
): Promise<Made> {
  const { what } = step;
  const name = to.nameOf(entry.service, entry.name);
  const { service, region, folder } = entry;
  // What is captured by its name is called by its new one; any other id is not known before it is made.
  const expected = { service, region, folder, name, id: restore?.expectedId?.(name, to) ?? name };
  await journal.note({ note: 'applying', resource: key, what, expected });
  tell({ event: 'applying', resource: key, what });
  const made = await step.apply(({ objects, bytes }) => tell({ event: 'progress', resource: key, objects, bytes }));
  ids.add(made.ids);
  await journal.note({ note: 'applied', resource: key, what, made: { resource: made.resource, ids: { ...made.ids } } });
  tell({ event: 'applied', resource: key, what, made });
  return made;
}

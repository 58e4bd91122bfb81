import { HoldfastError } from '../../errors.ts';

/** What stops a restore where something is not as it was planned on; `what` e.g. `The policy of the bucket site`. */
export function moved(what: string): HoldfastError {
  const hint = 'Somebody changed it meanwhile: run it again, and look at the new plan.';
  return new HoldfastError('RESTORE.MOVED', `${what} was changed since the plan was made.`, { hint });
}

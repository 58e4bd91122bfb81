import { HoldfastError } from '../../errors.ts';

/** For what is live and not as it was planned on. */
export function moved(what: string, cause?: unknown): HoldfastError {
  const hint = 'Plan the restore again.';
  return new HoldfastError('RESTORE.MOVED', `${what} was changed meanwhile.`, { hint, cause });
}

/** For the failure of a conditional request. */
export function orMoved(what: string): (error: unknown) => never {
  return (error) => {
    const lost = error instanceof Error && /^(?:PreconditionFailed|InvalidIfMatchVersion)/.test(error.name);
    throw lost ? moved(what, error) : error;
  };
}

import { HoldfastError } from '../../errors.ts';

/** A call's answer; where it is denied, `ESTATE.DENIED` with the action that has to be granted. */
export async function allowed<Answer>(action: string, bucket: string, answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    throw isDenied(error) ? denied(action, bucket, error) : error;
  });
}

export function denied(action: string, bucket: string, cause?: unknown): HoldfastError {
  const hint = `Grant your identity ${action} on it, and look whether the bucket's own policy forbids it; then do this again.`;
  return new HoldfastError('ESTATE.DENIED', `The bucket ${bucket} does not allow ${action}.`, { hint, cause });
}

export function isDenied(error: unknown): boolean {
  return error instanceof Error && /^(?:AccessDenied|AllAccessDisabled|Forbidden|403)$/.test(error.name);
}

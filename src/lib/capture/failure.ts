import { HoldfastError } from '../errors.ts';
import type { SecretBook } from './secrets.ts';

/** Why something could not be captured, without any secret. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly retryable: boolean;
}

/** What a service throws of a resource that does not exist any more: `ESTATE.GONE`. */
export function gone({ name }: { readonly name: string }, cause?: unknown): HoldfastError {
  return new HoldfastError('ESTATE.GONE', `${name} does not exist any more.`, { cause });
}

const LONGEST = 500;
const DENIED = /accessdenied|notauthorized|unauthorized|forbidden|optinrequired/i;
const BUSY = /throttl|slowdown|toomany|limitexceeded|timeout|internal|unavailable|ECONN|EPIPE|EAI_AGAIN|socket/i;

/** A failure in words that a person can act on. */
export function failureOf(error: unknown, secrets: Pick<SecretBook, 'scrub'>): Failure {
  const text = (message: string) => secrets.scrub(message).slice(0, LONGEST).toWellFormed();
  if (error instanceof HoldfastError) {
    const { code, message, hint, retryable } = error;
    return { code, message: text(message), retryable, ...(hint !== undefined && { hint: text(hint) }) };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // Its own words quote what stands around the place, secrets that nobody has hidden yet among them.
  if (name === 'SyntaxError')
    return { code: 'ESTATE.FAILED', message: 'What was answered cannot be read.', retryable: false };
  const system = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = text(`${name}${system && ` (${system})`}: ${message}`);
  if (DENIED.test(name)) {
    const hint = 'Grant your identity the read action that the message names, and capture again.';
    return { code: 'ESTATE.DENIED', message: said, hint, retryable: false };
  }
  return { code: 'ESTATE.FAILED', message: said, retryable: BUSY.test(`${name} ${system}`) };
}

/** What a failure is about: `<PART>.<WHAT>`, stable, safe to match on. */
export type ErrorCode = `${Uppercase<string>}.${Uppercase<string>}`;

/**
 * A failure that somebody can act on. `retryable` means that the same call may succeed later without anyone
 * changing anything; `hint` says what to do otherwise.
 */
export class HoldfastError extends Error {
  override readonly name = 'HoldfastError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.hint = options.hint;
  }
}

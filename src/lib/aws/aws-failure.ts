import { HoldfastError } from '../errors.ts';

/** Which port failed: the first half of the error's code. */
export type Part = 'BUCKET' | 'REGISTRY' | 'QUEUE' | 'CDN' | 'STACK' | 'TOPIC' | 'PARAMETER';

/** What the guard looks at in an error of the AWS SDK, or of the socket below it. */
export interface AwsError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

const BUSY =
  /throttl|slowdown|toomany|limitexceeded|throughput|requesttimeout|timeouterror|internalerror|unavailable|priorrequest|inprogress|conflict/i;
const SOCKET = new Set(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'ENOTFOUND', 'ECONNABORTED']);
const DENIED = /accessdenied|notauthorized|forbidden|unrecognizedclient|signaturedoesnotmatch|invalidaccesskey|^kms/i;
const ABSENT = /^NoSuch(Bucket|Distribution)|ResourceNotFound|QueueDoesNotExist|NonExistentQueue/;

/** Sees any thrown value as an AWS error; what is none gets its text as message. */
export function asAwsError(error: unknown): AwsError {
  return error instanceof Error ? error : { name: 'Unknown', message: String(error) };
}

/**
 * Says a failure of AWS in Holdfast's words: `<part>.BUSY` and `<part>.FAILED` on a 5xx, a throttle or a broken
 * connection are retryable; `<part>.DENIED`, `<part>.MISSING` and the rest need somebody.
 */
export function awsFailure(part: Part, doing: string, error: unknown, hint?: string): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const seen = asAwsError(error);
  const what = kindOf(seen);
  const options = { retryable: what === 'BUSY', cause: error };
  const message = `${doing}: ${seen.name}: ${seen.message.slice(0, 500).toWellFormed()}`;
  const advice = hint ?? HINTS[what];
  return new HoldfastError(`${part}.${what}`, message, advice === undefined ? options : { ...options, hint: advice });
}

const HINTS = {
  DENIED: "Holdfast's role may not do this: see what it is granted in the stack, and the policies of bucket and key.",
  MISSING: 'What the stack points to does not exist: run `npx holdfast doctor`.',
  BUSY: undefined,
  FAILED: undefined,
} as const;

function kindOf(error: AwsError): keyof typeof HINTS {
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (ABSENT.test(error.name)) return 'MISSING';
  if (DENIED.test(error.name) || status === 401) return 'DENIED';
  if (error.$retryable !== undefined || status >= 500 || status === 429) return 'BUSY';
  if (BUSY.test(error.name) || SOCKET.has(error.code ?? '')) return 'BUSY';
  return status === 403 ? 'DENIED' : 'FAILED';
}

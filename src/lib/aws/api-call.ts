import { HoldfastError } from '../errors.ts';
import type { ApiRequest, Authorize } from './api-authorize.ts';
import { apiRefusal, MAY_STAND } from './api-refusal.ts';

/** No function of the stack takes longer to answer. */
const TIMEOUT_MS = 30_000;
const WAITS_MS = [300, 1200] as const;

/** What the calls go through. */
export interface ApiDeps {
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  readonly authorize: Authorize;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Makes one request and gives the text of its answer. Tries again where that cannot do anything twice: what was
 * throttled, and a GET that failed. Throws `API.*`; never says what a request was authorized with.
 */
export async function apiCall(request: ApiRequest, deps: ApiDeps): Promise<string> {
  for (const milliseconds of WAITS_MS) {
    const outcome = await once(request, deps);
    if (outcome.kind === 'answered') return outcome.text;
    if (!outcome.again) throw outcome.error;
    await deps.wait(milliseconds);
  }
  const last = await once(request, deps);
  if (last.kind === 'answered') return last.text;
  throw last.error;
}

type Outcome =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: HoldfastError; readonly again: boolean };

async function once(request: ApiRequest, { fetch, authorize }: ApiDeps): Promise<Outcome> {
  const headers = await authorized(request, authorize);
  const reads = request.method === 'GET';
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      // Whoever answers with a redirect must not be given the authorization.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(request.body !== undefined && { body: request.body }),
    });
    const text = await response.text();
    if (response.ok) return { kind: 'answered', text };
    const error = apiRefusal(response.status, text, { method: request.method, path: request.url.pathname });
    return { kind: 'failed', error, again: error.retryable || (reads && response.status >= 500) };
  } catch (cause) {
    return { kind: 'failed', error: unreachable(request, cause), again: reads };
  }
}

async function authorized(request: ApiRequest, authorize: Authorize): Promise<Readonly<Record<string, string>>> {
  try {
    return await authorize(request);
  } catch (cause) {
    const hint = 'Sign in to AWS, e.g. `aws sso login`, or set AWS_PROFILE. For the stack on this machine: --local.';
    const why = cause instanceof Error ? cause.message : 'unknown';
    throw new HoldfastError('API.CREDENTIALS', `The request could not be signed: ${why}`, { hint, cause });
  }
}

function unreachable({ method, url }: ApiRequest, cause: unknown): HoldfastError {
  const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : 'unknown';
  const hint = method === 'GET' ? 'See whether the stack is up: npx holdfast doctor' : MAY_STAND;
  return new HoldfastError('API.UNREACHABLE', `${url.origin} did not answer: ${why}`, { hint, cause });
}

import { HoldfastError } from '../errors.ts';

const ATTEMPT_MS = 10_000;
// A call cut off sooner was often carried out all the same, and would come twice.
const LEAST_MS = 1000;
const FIRST_PAUSE_MS = 500;
// Errors by which Slack says that the same call may succeed later.
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** What a call needs of the world. */
export interface SlackCallDeps {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Slack's answer: `error` is one of its error codes, or `http_<status>`. */
export type SlackAnswer =
  | { readonly kind: 'ok'; readonly channel?: string; readonly ts?: string }
  | { readonly kind: 'error'; readonly error: string };

/**
 * Calls a method of Slack's web API. Waits as long as a 429 says and tries 5xx, lost connections and passing errors
 * again, but never beyond `by`: then it throws `SLACK.DOWN`, retryable. A call that timed out may have been carried out.
 */
export async function callSlack(
  url: string,
  { token, body, by }: { token: string; body: object; by: Date },
  deps: SlackCallDeps,
): Promise<SlackAnswer> {
  for (let tries = 0; ; tries += 1) {
    const left = by.getTime() - deps.clock();
    if (left < LEAST_MS) throw down('there was no time left');
    const outcome = await once(url, { token, body, patience: Math.min(ATTEMPT_MS, left) }, deps);
    if (outcome.kind !== 'later') return outcome;
    const pause = outcome.afterMs ?? FIRST_PAUSE_MS * 2 ** tries;
    if (deps.clock() + pause + LEAST_MS > by.getTime()) throw down(outcome.why);
    await deps.sleep(pause);
  }
}

function down(why: string): HoldfastError {
  return new HoldfastError('SLACK.DOWN', `Slack takes nothing: ${why}.`, { retryable: true });
}

type Once = SlackAnswer | { readonly kind: 'later'; readonly why: string; readonly afterMs?: number };

async function once(
  url: string,
  { token, body, patience }: { token: string; body: object; patience: number },
  { fetch }: SlackCallDeps,
): Promise<Once> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    return await outcomeOf(response);
  } catch (error) {
    return { kind: 'later', why: error instanceof Error ? error.name : 'no connection' };
  }
}

async function outcomeOf(response: Response): Promise<Once> {
  const text = await response.text();
  if (response.status === 429) return { kind: 'later', why: 'too many messages', afterMs: retryAfter(response) };
  if (response.status >= 500) return { kind: 'later', why: `HTTP ${response.status}` };
  const answer = parsed(text);
  if (!answer) return { kind: 'error', error: `http_${response.status}` };
  const { ok, error, channel, ts } = answer;
  if (ok === true) {
    return {
      kind: 'ok',
      ...(typeof channel === 'string' ? { channel } : {}),
      ...(typeof ts === 'string' ? { ts } : {}),
    };
  }
  const code = typeof error === 'string' ? error.slice(0, 100) : `http_${response.status}`;
  return PASSING.has(code) ? { kind: 'later', why: code, ...waitOf(response) } : { kind: 'error', error: code };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function waitOf(response: Response): { afterMs?: number } {
  return response.headers.has('retry-after') ? { afterMs: retryAfter(response) } : {};
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? '1');
  return (Number.isFinite(seconds) && seconds >= 0 ? seconds : 1) * 1000;
}

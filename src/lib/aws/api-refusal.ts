import * as z from 'zod';
import type { RefusalReason } from '../approval/outcome.ts';
import { PROBLEM, type Problem } from '../api/problem.ts';
import { HoldfastError, type ErrorCode } from '../errors.ts';
import { whereToLook } from './where-to-look.ts';

const GATEWAY = z.object({ message: z.string() });

type Kind = readonly [code: ErrorCode, hint?: string];

const DENIED: Kind = [
  'API.DENIED',
  'Your credentials may not call the API: the stack has the managed policies HoldfastApprover, HoldfastDeployer and HoldfastViewer.',
];
/** For what writes: that it failed does not mean that nothing happened, for the gateway cuts off what takes too long. */
export const MAY_STAND = 'It may have been recorded all the same: look before you run it again.';
const FAILED: Kind = ['API.FAILED', 'Try again; if it stays so, see the log of on-request.'];

const BY_REASON: Readonly<Record<RefusalReason, Kind>> = {
  unknown: ['API.UNKNOWN', 'See what there is: npx holdfast incidents, npx holdfast status'],
  'not-allowed': ['API.DENIED', 'Ask an approver of the site to decide, or for a personal link.'],
  state: ['API.STATE'],
  'moved-on': ['API.MOVED'],
  paused: ['API.PAUSED', 'See the pauses, and end one: npx holdfast status, npx holdfast unpause <site> [page]'],
  expired: ['API.EXPIRED'],
  conflict: ['API.CONFLICT', 'Run it again.'],
  invalid: ['API.INVALID'],
};

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: DENIED,
  403: DENIED,
  404: BY_REASON.unknown,
  409: BY_REASON.state,
  410: BY_REASON.expired,
  429: ['API.BUSY', 'Wait a moment, then run it again.'],
};

/** What an answer of the API that is no success says, in the server's own words where it has any. */
export function apiRefusal(
  status: number,
  text: string,
  { method = 'GET', path = '' }: { method?: string; path?: string } = {},
): HoldfastError {
  const problem = problemOf(text);
  const kind = kindOf(status, problem);
  const [code] = kind;
  const hint = code === 'API.FAILED' && method !== 'GET' ? MAY_STAND : hintOf(kind, path);
  const message = problem?.detail ?? `The API answered with ${status}${gatewaySays(text)}.`;
  return new HoldfastError(code, message, { ...(hint !== undefined && { hint }), retryable: code === 'API.BUSY' });
}

function hintOf([code, hint]: Kind, path: string): string | undefined {
  return code === 'API.STATE' || code === 'API.MOVED' ? whereToLook(path) : hint;
}

function kindOf(status: number, problem: Problem | undefined): Kind {
  const reason = /^urn:holdfast:problem:(.+)$/.exec(problem?.type ?? '')?.[1] ?? '';
  if (isReason(reason)) return BY_REASON[reason];
  return BY_STATUS[status] ?? (status >= 500 ? FAILED : BY_REASON.invalid);
}

function isReason(name: string): name is RefusalReason {
  return Object.hasOwn(BY_REASON, name);
}

/** API Gateway's own answers are `{ "message": … }`, e.g. that a token has expired. */
function gatewaySays(text: string): string {
  const told = GATEWAY.safeParse(jsonOf(text)).data;
  return told ? `: ${told.message.slice(0, 300).toWellFormed()}` : '';
}

function problemOf(text: string): Problem | undefined {
  return PROBLEM.safeParse(jsonOf(text)).data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

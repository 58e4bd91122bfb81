import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEM_TYPE, type Problem } from '../../lib/api/problem.ts';
import type { RefusalReason, Refused } from '../../lib/approval/outcome.ts';
import { requestIdOf, type Bindings } from './caller.ts';

/** What a handler of the app sees of a request. */
export type AppContext = Context<{ Bindings: Bindings }>;

type Kind = readonly [status: ContentfulStatusCode, title: string];

/** The status of each refusal. */
export const REFUSALS: Readonly<Record<RefusalReason, Kind>> = {
  unknown: [404, 'There is no such thing'],
  'not-allowed': [403, 'Not allowed'],
  state: [409, 'Not possible in this state'],
  'moved-on': [409, 'Something newer is there'],
  paused: [409, 'The guard is paused here'],
  conflict: [409, 'Somebody else wrote at the same moment'],
  expired: [410, 'Not kept any more, or over'],
  invalid: [400, 'Not understood'],
};

/** Answers a refusal with what is wrong and what to do. */
export function refusal(context: AppContext, { why, says }: Refused, errors?: Problem['errors']): Response {
  const [status, title] = REFUSALS[why];
  const type = `urn:holdfast:problem:${why}`;
  return problem(context, { type, title, status, detail: says, ...(errors && { errors }) });
}

/** Answers with problem details, and the id under which the request is logged. */
export function problem(
  context: AppContext,
  told: Omit<Problem, 'instance' | 'type'> & { readonly type?: string; readonly status: ContentfulStatusCode },
  headers: Readonly<Record<string, string>> = {},
): Response {
  const id = requestIdOf(context.env ?? {});
  const body: Problem = { type: 'about:blank', ...told, ...(id !== undefined && { instance: instanceOf(id) }) };
  return context.body(JSON.stringify(body), told.status, { ...headers, 'content-type': PROBLEM_TYPE });
}

const instanceOf = (id: string): string => `urn:holdfast:request:${encodeURIComponent(id)}`;

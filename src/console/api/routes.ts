import { Hono } from 'hono';
import * as z from 'zod';
import type { RequestDeps } from '../deps.ts';
import { callerOf, type Bindings } from './caller.ts';
import { NO_BODY, PARAMETERS, type Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { problem, refusal, type AppContext } from './problems.ts';
import { jsonBody } from './request-body.ts';

/** The routes of `/v1`, for callers whom the gateway knows. Answers problem details for everything that is refused. */
export function apiRoutes(deps: RequestDeps): Hono<{ Bindings: Bindings }> {
  const api = new Hono<{ Bindings: Bindings }>();
  for (const operation of OPERATIONS) {
    api.on(operation.method, routeOf(operation), (context) => answer(context, operation, deps));
  }
  for (const [route, methods] of methodsByRoute()) {
    api.all(route, (context) => wrongMethod(context, methods));
  }
  return api;
}

/** A path as the router writes it. */
function routeOf({ path }: Pick<Operation, 'path'>): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

async function answer(context: AppContext, operation: Operation, deps: RequestDeps): Promise<Response> {
  const caller = callerOf(context.env ?? {});
  if (caller.kind !== 'person') return notKnown(context, caller.kind);
  const path = PATH.safeParse(context.req.param()).data;
  if (!path) return refusal(context, { kind: 'refused', why: 'unknown', says: 'The path names nothing.' });
  const query = queryOf(context);
  if (typeof query === 'string') return malformed(context, [{ field: query, says: 'is given twice' }]);
  const body = operation.body === NO_BODY ? undefined : await jsonBody(context.req.raw, operation.mostBytes);
  if (body?.kind === 'refused') {
    return problem(context, { status: body.status, title: body.title, detail: body.says });
  }
  const outcome = await operation.serve({ path, query, body: body?.value, person: caller.person }, deps);
  if (outcome.kind === 'malformed') return malformed(context, outcome.errors);
  if (outcome.kind === 'refused') return refusal(context, outcome);
  const { answer, text } = operation;
  if (text) return context.body(String(outcome.answer), answer.status, text());
  return context.json(outcome.answer, answer.status);
}

const PATH = z.object({
  id: PARAMETERS.id.default('none'),
  site: PARAMETERS.site.default('none'),
  allowance: PARAMETERS.allowance.default('000000000000'),
  warning: PARAMETERS.warning.default('00000000000000000000'),
  side: PARAMETERS.side.default('rejected'),
});

/** The name of a parameter that is given twice, or all by name. */
function queryOf(context: AppContext): Readonly<Record<string, string>> | string {
  const given = new URL(context.req.url).searchParams;
  const twice = [...given.keys()].find((name) => given.getAll(name).length > 1);
  return twice ?? Object.fromEntries(given);
}

function malformed(context: AppContext, errors: readonly { field: string; says: string }[]): Response {
  const says = errors.map(({ field, says }) => (field === '' ? says : `${field}: ${says}`)).join('; ');
  return refusal(context, { kind: 'refused', why: 'invalid', says }, [...errors]);
}

function notKnown(context: AppContext, kind: 'nobody' | 'unknown'): Response {
  if (kind === 'unknown') {
    return refusal(context, { kind: 'refused', why: 'not-allowed', says: 'The caller is no identity of AWS.' });
  }
  const detail = 'Sign the request with AWS credentials (Signature Version 4, service execute-api).';
  return problem(
    context,
    { status: 401, title: 'Nobody signed this', detail },
    { 'www-authenticate': 'AWS4-HMAC-SHA256' },
  );
}

function wrongMethod(context: AppContext, methods: readonly string[]): Response {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  const detail = `${context.req.path} answers ${allow}.`;
  return problem(context, { status: 405, title: 'Not with this method', detail }, { allow });
}

function methodsByRoute(): Map<string, string[]> {
  const routes = new Map<string, string[]>();
  for (const operation of OPERATIONS) {
    const route = routeOf(operation);
    routes.set(route, [...(routes.get(route) ?? []), operation.method]);
  }
  return routes;
}

import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isSameOrigin } from '../same-origin.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { isOurHost } from './our-host.ts';

/** The field of every form that holds the session's token. */
export const FORM_TOKEN = 'form-token';

/** No form of the console is longer, with keys, tokens and reasons at their limits. */
const MOST_BYTES = 128 * 1024;

/** Why a request was turned away. */
export type Closed = 'no-session' | 'elsewhere' | 'no-token' | 'too-long';

type GuardDeps = Pick<ConsoleDeps, 'port' | 'door'>;

/** Answers only under the console's own name, and only what it knows. */
export function onlyHere(port: number): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req;
    if (!isOurHost(context.req.header('host'), port)) return context.text('The console has another address.\n', 421);
    if (method === 'GET' || method === 'HEAD' || method === 'POST') return next();
    return context.text('The console knows GET and POST.\n', 405, { allow: 'GET, HEAD, POST' });
  };
}

/** Lets in who has the session's cookie; and forms only from the console's own pages. */
export function guard(deps: GuardDeps, turnAway: (context: Context, why: Closed) => Response | Promise<Response>) {
  const middleware: MiddlewareHandler = async (context, next) => {
    if (!isAdmitted(context, deps)) return turnAway(context, 'no-session');
    if (context.req.method !== 'POST') return next();
    const why = await whyRefused(context, deps);
    return why ? turnAway(context, why) : next();
  };
  return middleware;
}

/** Whether the request has the session's cookie. */
export function isAdmitted(context: Context, { door, port }: GuardDeps): boolean {
  return door.isInside(getCookie(context, cookieName(port)));
}

/** Gives the browser the session. */
export function admit(context: Context, port: number, cookie: string): void {
  setCookie(context, cookieName(port), cookie, { httpOnly: true, sameSite: 'Strict', path: '/' });
}

/** The form that was sent; the guard has bounded its length. */
export async function formOf(context: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await context.req.text());
}

async function whyRefused(context: Context, { door }: GuardDeps): Promise<Closed | undefined> {
  const { req } = context;
  const coming = { host: req.header('host'), origin: req.header('origin'), site: req.header('sec-fetch-site') };
  if (!isSameOrigin(coming)) return 'elsewhere';
  // Node reads no more of a body than its Content-Length says; browsers always say it of a form.
  const length = Number(req.header('content-length') ?? Number.NaN);
  if (!(length <= MOST_BYTES)) return 'too-long';
  const type = req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded *(?:;|$)/i.test(type)) return 'no-token';
  return door.isOurs((await formOf(context)).get(FORM_TOKEN) ?? undefined) ? undefined : 'no-token';
}

// Cookies do not tell the ports of a host apart: the name does.
const cookieName = (port: number): string => `holdfast-console-${port}`;

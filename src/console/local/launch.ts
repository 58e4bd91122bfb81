import type { Context } from 'hono';
import { answerOutside } from './answer.ts';
import { closedView } from './closed.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { admit, isAdmitted } from './guard.ts';

/**
 * Opens the console for the first browser that brings the launch token, and leads to its start page. What only looks
 * ahead (HEAD, prefetching) does not use the token up.
 */
export function launch({ door, port, where }: Pick<ConsoleDeps, 'door' | 'port' | 'where'>) {
  return (context: Context) => {
    if (isAdmitted(context, { door, port })) return context.redirect('/', 303);
    const cookie = looksAhead(context) ? undefined : door.open(context.req.param('token') ?? '');
    if (cookie === undefined) return answerOutside(context, closedView('no-session', where));
    admit(context, port, cookie);
    return context.redirect('/', 303);
  };
}

function looksAhead({ req }: Context): boolean {
  return req.method !== 'GET' || /prefetch|preview/i.test(req.header('sec-purpose') ?? req.header('purpose') ?? '');
}

import type { Context } from 'hono';
import type { ConsoleDeps } from './console-deps.ts';

/** A version as a document of its own, which may do nothing and load nothing, whatever is in it. */
export function preview(deps: Pick<ConsoleDeps, 'api' | 'where'>) {
  return async (context: Context) => {
    const side = context.req.param('side');
    if (side !== 'rejected' && side !== 'baseline') return context.notFound();
    return context.html(await deps.api.preview(context.req.param('id') ?? '', side), 200, HEADERS);
  };
}

const HEADERS = {
  'Content-Security-Policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'",
};

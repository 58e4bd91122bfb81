import { Hono, type MiddlewareHandler } from 'hono';
import { HoldfastError } from '../lib/errors.ts';
import { requestIdOf, type Bindings } from './api/caller.ts';
import { problem } from './api/problems.ts';
import { apiRoutes } from './api/routes.ts';
import type { RequestDeps } from './deps.ts';
import { reviewRoutes } from './review/routes.ts';
import { slackRoutes } from './slack/routes.ts';

/** The HTTP side of the guard: one app, the same behind API Gateway and in tests. All links inside are relative. */
export function createApp(deps: RequestDeps): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  app.use(keptNowhere);
  app.get('/health', (context) => context.json({ ok: true }));
  app.get('/openapi.json', async (context) => {
    const { openApi } = await import('./api/openapi.ts');
    return context.json(openApi(deps.api));
  });
  app.route('/', apiRoutes(deps));
  app.route('/slack', slackRoutes(deps));
  app.route('/review', reviewRoutes(deps));
  app.notFound((context) =>
    problem(context, { status: 404, title: 'There is no such thing', detail: `Nothing is at ${context.req.path}.` }),
  );
  app.onError((error, context) => {
    const { method, path } = context.req;
    deps.log.error('request failed', { error, method, path, request: requestIdOf(context.env ?? {}) });
    return error instanceof HoldfastError && error.retryable
      ? problem(context, { status: 503, title: 'Busy', detail: 'Try again in a moment.' }, { 'retry-after': '1' })
      : problem(context, { status: 500, title: 'A fault of the server', detail: 'The log of on-request says more.' });
  });
  return app;
}

/** What is answered is for this caller and this moment alone, and is what it says it is. */
const keptNowhere: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  context.header('x-content-type-options', 'nosniff');
};

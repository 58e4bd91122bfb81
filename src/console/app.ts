import { Hono } from 'hono';
import type { RequestDeps } from './deps.ts';

/**
 * The HTTP side of the guard: one app, the same behind API Gateway and in tests. `GET /health` says that the function
 * runs; nothing here needs a base path, since every link inside is relative.
 */
export function createApp(_deps: RequestDeps): Hono {
  const app = new Hono();
  app.get('/health', (context) => context.json({ ok: true }));
  return app;
}

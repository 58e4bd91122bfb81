import { Hono } from 'hono';

/** The HTTP side of the guard. `GET /health` says that the function runs. */
export function createApp(): Hono {
  const app = new Hono();
  app.get('/health', (context) => context.json({ ok: true }));
  return app;
}

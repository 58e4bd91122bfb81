import { Hono, type MiddlewareHandler } from 'hono';
import { refusalMain } from '../pages/notice.ts';
import { answer, answerOutside, failureView, type View } from './answer.ts';
import { closedView } from './closed.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { guard, onlyHere } from './guard.ts';
import { incidentForms } from './incident-forms.ts';
import { launch } from './launch.ts';
import { preview } from './preview.ts';
import { problemOf } from './problem.ts';
import { showIncident, showPage, showSite, showSites, showTokens } from './show.ts';
import { siteForms } from './site-forms.ts';

/**
 * The console: pages over the stack's API for the one person who opened it. Everything it shows and does goes through
 * `deps.api`, with that person's rights; a GET changes nothing.
 */
export function createConsole(deps: ConsoleDeps): Hono {
  const app = new Hono();
  app.use(plainHeaders);
  app.use(onlyHere(deps.port));
  app.get('/launch/:token', launch(deps));
  app.use(guard(deps, (context, why) => answerOutside(context, closedView(why, deps.where))));
  app.route('/', pages(deps));
  app.route('/', siteForms(deps));
  app.route('/', incidentForms(deps));
  app.get('/incidents/:id/preview/:side', preview(deps));
  app.notFound((context) => answer(context, nowhere(), deps));
  app.onError((error, context) => {
    if (problemOf(error).status === 500) deps.fault(error);
    return answer(context, failureView(error), deps);
  });
  return app;
}

function pages(deps: ConsoleDeps): Hono {
  const app = new Hono();
  app.get('/', async (context) => answer(context, await showSites(deps), deps));
  app.get('/sites/:site', async (context) => {
    const { state, incidents, pages, did } = context.req.query();
    const told = did === undefined ? {} : { did };
    return answer(context, await showSite(context.req.param('site'), { state, incidents, pages }, told, deps), deps);
  });
  app.get('/sites/:site/tokens', async (context) =>
    answer(context, await showTokens(context.req.param('site'), context.req.query('cursor'), deps), deps),
  );
  app.get('/sites/:site/page', async (context) => {
    const { key = '', before, did } = context.req.query();
    const told = did === undefined ? {} : { did };
    return answer(context, await showPage(context.req.param('site'), key, before, told, deps), deps);
  });
  app.get('/incidents/:id', async (context) => {
    const { did } = context.req.query();
    const told = did === undefined ? {} : { did };
    return answer(context, await showIncident(context.req.param('id'), told, deps), deps);
  });
  return app;
}

/** For what is no page: everything else is stricter already. */
const plainHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  for (const [name, value] of Object.entries(PLAIN)) if (!headers.has(name)) headers.set(name, value);
};

const PLAIN = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

function nowhere(): View {
  const main = refusalMain('There is no such page', 'The console shows sites, their pages and their incidents.');
  return { title: 'No such page', status: 404, main };
}

import { Hono } from 'hono';
import { ACKNOWLEDGE } from '../../lib/api/deploy-requests.ts';
import { makeAllowance, makePause, RETIRE, UNRETIRE_QUERY } from '../../lib/api/request-shapes.ts';
import { pageAt, siteAt } from './addresses.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { endOf } from './durations.ts';
import { showPage, showSite } from './show.ts';
import { submit } from './submit.ts';
import type { Told } from './told.ts';

/** What people decide ahead about a site and its pages: each form is one call of the API. */
export function siteForms(deps: ConsoleDeps): Hono {
  const { api, now } = deps;
  const app = new Hono();
  const onSite = (site: string) => (told: Told) => showSite(site, {}, told, deps);
  const onPage = (site: string) => (told: Told, values: URLSearchParams) =>
    showPage(site, values.get('page') ?? '', undefined, told, deps);

  app.post('/sites/:site/pause', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      await api.pause(site, makePause(now).parse({ ...pageOf(values), ...untilAndReason(values, now()) }));
      return { to: siteAt(site), did: 'paused' };
    };
    return submit(context, { form: 'pause', run, again: onSite(site) }, deps);
  });

  app.post('/sites/:site/unpause', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      await api.unpause(site, pageOf(values).page);
      return { to: siteAt(site), did: 'unpaused' };
    };
    return submit(context, { form: 'unpause', run, again: onSite(site) }, deps);
  });

  app.post('/sites/:site/retire', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      const { already } = await api.retire(site, RETIRE.parse(retirement(values)));
      return { to: siteAt(site), did: already ? 'retired-already' : 'retired' };
    };
    return submit(context, { form: 'retire', run, again: onSite(site) }, deps);
  });

  app.post('/sites/:site/unretire', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      const { kind, name } = retirement(values);
      const { already } = await api.unretire(site, UNRETIRE_QUERY.parse({ kind, name }));
      return { to: siteAt(site), did: already ? 'unretired-already' : 'unretired' };
    };
    return submit(context, { form: 'unretire', run, again: onSite(site) }, deps);
  });

  app.post('/sites/:site/acknowledge', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      const { reason } = ACKNOWLEDGE.parse({ reason: values.get('reason') ?? '' });
      await api.acknowledge(site, values.get('id') ?? '', reason);
      return { to: siteAt(site), did: 'acknowledged' };
    };
    return submit(context, { form: 'acknowledge', run, again: onSite(site) }, deps);
  });

  app.post('/sites/:site/allow', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      const { page, ...body } = makeAllowance(now).parse({ ...permission(values), ...untilAndReason(values, now()) });
      await api.allow(site, { page, ...body });
      return { to: pageAt(site, page), did: 'allowed' };
    };
    return submit(context, { form: 'allow', run, again: onPage(site) }, deps);
  });

  app.post('/sites/:site/withdraw', (context) => {
    const site = context.req.param('site');
    const run = async (values: URLSearchParams) => {
      const page = values.get('page') ?? '';
      await api.withdraw(site, page, values.get('id') ?? '');
      return { to: pageAt(site, page), did: 'withdrawn' };
    };
    return submit(context, { form: 'withdraw', run, again: onPage(site) }, deps);
  });
  return app;
}

/** An empty field names the whole site. */
function pageOf(values: URLSearchParams): { page?: string } {
  const page = values.get('page')?.trim() ?? '';
  return page === '' ? {} : { page };
}

function untilAndReason(values: URLSearchParams, now: Date) {
  return { until: endOf(values.get('for'), now), reason: values.get('reason') ?? '' };
}

function retirement(values: URLSearchParams) {
  return { kind: values.get('kind'), name: (values.get('name') ?? '').trim(), reason: values.get('reason') ?? '' };
}

function permission(values: URLSearchParams) {
  const codes = values.getAll('code');
  const typed = (values.get('tokens') ?? '').split(/\s+/).filter((token) => token !== '');
  const tokens = [...new Set([...values.getAll('token'), ...typed])];
  return { page: values.get('page'), ...(codes.length > 0 && { codes }), ...(tokens.length > 0 && { tokens }) };
}

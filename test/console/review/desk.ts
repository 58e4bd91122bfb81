import { createApp } from '../../../src/console/app.ts';
import type { RequestDeps } from '../../../src/console/deps.ts';
import { makeLink } from '../../../src/lib/approval/links.ts';
import { viewKey } from '../../../src/lib/approval/view-key.ts';
import { everything, IN_STATE, LEAD, newest } from '../../approval/people.ts';
import { pageWith, world } from '../../world.ts';
import { requestModel } from '../../fakes/request-model.ts';

/** The host under which the app is asked, and the origin of its own pages. */
export const HOST = 'api.example.com';
export const ORIGIN = `https://${HOST}`;

/** How a browser posts the form of a page of ours. */
export const BROWSER = { origin: 'null', 'sec-fetch-site': 'same-origin' };

type World = Awaited<ReturnType<(typeof IN_STATE)['restored']>>;

/** The app over one guarded site, with its newest incident and whoever looks at it. */
export async function desk(made: World | Promise<World> = IN_STATE.restored(), change: Partial<RequestDeps> = {}) {
  const guard = await made;
  const { deps, logged } = requestModel(guard, change);
  const app = createApp(deps);
  const id = newest(guard);
  const keyOf = async (incident: string) => viewKey(await deps.viewSecret.read(), incident);
  const view = await keyOf(id);
  const path = `/review/${id}`;
  const request = (to: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', HOST);
    return app.request(`${ORIGIN}${to}`, { ...init, headers });
  };
  return {
    ...guard,
    logged,
    id,
    path,
    view,
    keyOf,
    request,
    get: (to = `${path}?view=${view}`) => request(to),
    /** Posts the form; what is given replaces or, as `undefined`, removes a field. */
    post(fields: Record<string, string | undefined>, headers: Record<string, string> = BROWSER, to = path) {
      const all = Object.entries({ view, decision: 'override', reason: 'It was meant so.', ...fields });
      const body = new URLSearchParams(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
      return request(to, { method: 'POST', body, headers });
    },
    /** The code of a personal link for the site's approver by mail. */
    async code(incident = id): Promise<string> {
      const made = await makeLink(incident, 'web-lead@example.com', LEAD, deps);
      if (made.kind === 'refused') throw new Error(made.says);
      return made.code;
    },
    everything: () => everything(guard),
  };
}

/** A world in which a page was deleted and is back. */
export async function deleted(): Promise<World> {
  const guard = world();
  guard.upload('index.html', pageWith('HERO'));
  await guard.look('index.html');
  guard.remove('index.html');
  await guard.look('index.html');
  await guard.look('index.html');
  return guard;
}

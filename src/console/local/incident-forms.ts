import { Hono } from 'hono';
import * as z from 'zod';
import { DECIDE, MAKE_LINK } from '../../lib/api/request-shapes.ts';
import { DECISIONS } from '../../lib/incident/decisions.ts';
import { incidentAt } from './addresses.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { showIncident } from './show.ts';
import { submit } from './submit.ts';
import type { Told } from './told.ts';
import { deployView, linkView } from './told-views.ts';

const DECISION = z.object({ decision: z.enum(DECISIONS, 'choose one') });

/** What people decide about an incident. */
export function incidentForms(deps: ConsoleDeps): Hono {
  const { api } = deps;
  const app = new Hono();
  const onIncident = (id: string) => (told: Told) => showIncident(id, told, deps);

  app.post('/incidents/:id/decide', (context) => {
    const id = context.req.param('id');
    const run = async (values: URLSearchParams) => {
      const { decision } = DECISION.parse({ decision: values.get('decision') });
      const decided = await api.decide(id, decision, DECIDE.parse(bodyOf(values)));
      if (decided.also) return deployView(decided);
      return { to: incidentAt(id), did: decided.asked === false ? 'later' : decision };
    };
    return submit(context, { form: 'decide', run, again: onIncident(id) }, deps);
  });

  app.post('/incidents/:id/link', (context) => {
    const id = context.req.param('id');
    const run = async (values: URLSearchParams) =>
      linkView(await api.makeLink(id, MAKE_LINK.parse({ for: values.get('approver') ?? '' }).for));
    return submit(context, { form: 'link', run, again: onIncident(id) }, deps);
  });
  return app;
}

function bodyOf(values: URLSearchParams) {
  const [scope, after] = [values.get('scope'), values.get('after')];
  return { reason: values.get('reason') ?? '', ...(scope !== null && { scope }), ...(after !== null && { after }) };
}

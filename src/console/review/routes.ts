import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asked, decide } from '../../lib/approval/decide.ts';
import { holderOf, sentAgain } from '../../lib/approval/links.ts';
import type { Refused } from '../../lib/approval/outcome.ts';
import { isViewKey } from '../../lib/approval/view-key.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { INCIDENT_ID } from '../../lib/incident/enter.ts';
import type { Incident } from '../../lib/incident/incident.ts';
import { incidentPreview, PREVIEW_SIDES } from '../../lib/preview/incident-preview.ts';
import { previewHeaders } from '../../lib/preview/preview-headers.ts';
import { reasonDocument } from '../../lib/preview/preview-document.ts';
import { type Bindings, requestIdOf } from '../api/caller.ts';
import { describeIncident } from '../api/describe-incident.ts';
import { outsideStack } from '../api/known-site.ts';
import { REFUSALS } from '../api/problems.ts';
import type { RequestDeps } from '../deps.ts';
import type { Markup } from '../pages/markup.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import { isSameOrigin } from '../same-origin.ts';
import { CODE_SCRIPT } from './code-script.ts';
import { filledIn, postedForm, typedCode } from './posted.ts';
import { reviewPage, saysPage, type Tried } from './review-page.ts';

type ReviewContext = Context<{ Bindings: Bindings }>;

/**
 * The review page of an incident, below `/review`. Whoever has the address with its key may look; nothing but a POST
 * with a personal code changes anything.
 */
export function reviewRoutes(deps: RequestDeps): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  app.get('/:id', (context) => show(context, deps));
  app.get('/:id/previews/:side', (context) => preview(context, deps));
  app.post('/:id', (context) => decideByForm(context, deps));
  app.onError((error, context) => {
    const { method, path } = context.req;
    deps.log.error('request failed', { error, method, path, request: requestIdOf(context.env ?? {}) });
    const busy = error instanceof HoldfastError && error.retryable;
    const says = busy
      ? 'What this page needs could not be read just now.'
      : 'The log of on-request says what went wrong.';
    return answer(context, saysPage('This did not work', says, 'Load the page again in a moment.'), busy ? 503 : 500);
  });
  return app;
}

async function show(context: ReviewContext, deps: RequestDeps): Promise<Response> {
  const view = context.req.query('view') ?? '';
  const incident = await incidentFor(context.req.param('id') ?? '', view, deps);
  if (!incident) return withoutKey(context);
  const { done, asked } = context.req.query();
  return answer(context, reviewPage(await describeIncident(incident, deps), view, { done, asked }), 200);
}

async function preview(context: ReviewContext, deps: RequestDeps): Promise<Response> {
  const side = PREVIEW_SIDES.find((each) => each === context.req.param('side'));
  const view = context.req.query('view') ?? '';
  const incident = side && (await incidentFor(context.req.param('id') ?? '', view, deps));
  const headers = previewHeaders();
  if (!incident) return context.body(reasonDocument('There is no preview for this address.'), 403, headers);
  return context.body(await incidentPreview(incident, side, deps), 200, headers);
}

async function decideByForm(context: ReviewContext, deps: RequestDeps): Promise<Response> {
  const { req } = context;
  const coming = { host: req.header('host'), origin: req.header('origin'), site: req.header('sec-fetch-site') };
  if (!isSameOrigin(coming)) {
    const says = 'A browser must say that this page itself sent the form; yours said something else, or nothing.';
    const next = 'Open the address from the alert in a current browser, and decide there.';
    return answer(context, saysPage('Refused: sent from elsewhere', says, next), 403);
  }
  const posted = await postedForm(req.raw);
  if (posted.kind === 'refused') return answer(context, saysPage('Refused', posted.says), posted.status);
  const { fields } = posted;
  const view = fields.get('view') ?? '';
  const incident = await incidentFor(req.param('id') ?? '', view, deps);
  if (!incident) return withoutKey(context);
  const outcome = await decided(incident, fields, deps);
  if (outcome.kind === 'recorded') {
    const after = new URLSearchParams({ view, done: outcome.what, ...(!outcome.asked && { asked: 'no' }) });
    return context.redirect(`${encodeURIComponent(incident.id)}?${after.toString()}#outcome`, 303);
  }
  const tried: Tried = {
    problem: outcome.says,
    decision: fields.get('decision') ?? '',
    reason: fields.get('reason') ?? '',
    ...(outcome.keepsCode && { code: typedCode(fields) }),
  };
  return again(context, incident.id, view, tried, REFUSALS[outcome.why][0], deps);
}

type Decided =
  | { readonly kind: 'recorded'; readonly what: string; readonly asked: boolean }
  /** `keepsCode`: the code may decide yet, once the rest is put right. */
  | (Refused & { readonly keepsCode: boolean });

/** Records the decision of a form in the name of whoever its code was made for. One that is sent twice is recorded once. */
async function decided({ id, site }: Incident, fields: URLSearchParams, deps: RequestDeps): Promise<Decided> {
  const filled = filledIn(fields);
  if (filled.kind === 'wrong') return { kind: 'refused', why: 'invalid', says: filled.says, keepsCode: true };
  const outside = outsideStack(site, deps);
  if (outside) return { ...outside, keepsCode: true };
  const { wanted, code } = filled;
  const holder = await holderOf(id, code, deps);
  const outcome = holder.kind === 'refused' ? holder : await decide(id, wanted, holder.person, deps);
  if (outcome.kind === 'recorded') return { kind: 'recorded', what: wanted.what, asked: outcome.asked };
  const recorded = await sentAgain(id, code, wanted, deps);
  if (recorded) return { kind: 'recorded', what: wanted.what, asked: await asked(recorded, deps) };
  return { ...outcome, keepsCode: holder.kind === 'person' && outcome.why !== 'not-allowed' };
}

/** The page as it is now, with why nothing was changed next to the form. */
async function again(
  context: ReviewContext,
  id: string,
  view: string,
  tried: Tried,
  status: ContentfulStatusCode,
  deps: RequestDeps,
): Promise<Response> {
  const incident = await incidentFor(id, view, deps);
  if (!incident) return withoutKey(context);
  return answer(context, reviewPage(await describeIncident(incident, deps), view, { tried }), status);
}

/** The incident, for whoever has its key. An incident that is not there looks like a wrong key. */
async function incidentFor(id: string, view: string, deps: RequestDeps): Promise<Incident | undefined> {
  if (!INCIDENT_ID.test(id)) return undefined;
  const secret = await deps.viewSecret.known();
  if (secret === undefined || !isViewKey(secret, id, view)) return undefined;
  return deps.registry.incident(id);
}

function withoutKey(context: ReviewContext): Response | Promise<Response> {
  const says = 'This address shows an incident only together with its key.';
  const next = 'The whole address stands in the alert, and `holdfast incidents show <incident>` prints it.';
  return answer(context, saysPage('Not to be seen like this', says, next), 403);
}

async function answer(context: ReviewContext, page: Markup, status: ContentfulStatusCode): Promise<Response> {
  return context.body(String(await page), status, pageHeaders([CODE_SCRIPT]));
}

import { listOf } from '../../lib/api/incident-shapes.ts';
import { everyPart } from '../../lib/api/part.ts';
import { makePause, UNPAUSE_QUERY } from '../../lib/api/request-shapes.ts';
import { PAUSE, UNPAUSED } from '../../lib/api/site-shapes.ts';
import { pause, standingPauses, unpause } from '../../lib/approval/pause.ts';
import type { PageRecord } from '../../lib/site/page-record.ts';
import type { RequestDeps } from '../deps.ts';
import { noSite, siteOf } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';
import { pauseShape } from './site-shape.ts';

const listPauses = operation({
  id: 'listPauses',
  method: 'GET',
  path: '/v1/sites/{site}/pauses',
  summary: 'The pauses in force',
  query: NO_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'All of them', shape: listOf(PAUSE) },
  refusals: ['unknown'],
  async run({ path: { site } }, deps) {
    const record = await siteOf(site, deps);
    if (!record) return noSite(site);
    return { kind: 'done', answer: { items: standingPauses(record.pauses, deps.now()).map(pauseShape) } };
  },
});

const startPause = operation({
  id: 'pause',
  method: 'POST',
  path: '/v1/sites/{site}/pauses',
  summary: 'The guard looks away from a page or the whole site until then; everybody in charge is told',
  query: NO_QUERY,
  body: makePause,
  answer: { status: 201, says: 'The pause, in force', shape: PAUSE },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site }, body: { page, until, reason }, person }, deps) {
    const outcome = await pause({ site, ...(page !== undefined && { key: page }) }, { until, reason }, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: pauseShape(outcome.pause) };
  },
});

const endPause = operation({
  id: 'unpause',
  method: 'DELETE',
  path: '/v1/sites/{site}/pauses',
  summary: 'Ends the pause of a page, or of the site; what came meanwhile is judged',
  query: UNPAUSE_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'What was ended; nothing when there was no such pause', shape: UNPAUSED },
  refusals: ['not-allowed', 'unknown', 'conflict'],
  async run({ path: { site }, query: { page }, person }, deps) {
    const place = { site, ...(page !== undefined && { key: page }) };
    const outcome = await unpause(place, person, { ...deps, pages: (name) => pagesOf(name, deps) });
    if (outcome.kind === 'refused') return outcome;
    return { kind: 'done', answer: { ended: outcome.ended.map(pauseShape), asked: outcome.asked } };
  },
});

const PART = 1000;

const pagesOf = (site: string, { lists }: RequestDeps): AsyncGenerator<PageRecord> =>
  everyPart((cursor) => lists.pages(site, { limit: PART, ...(cursor !== undefined && { cursor }) }));

/** Looking away for a while. */
export const PAUSE_OPERATIONS: readonly Operation[] = [listPauses, startPause, endPause];

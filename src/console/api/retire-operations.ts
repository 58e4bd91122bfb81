import { RETIRE, UNRETIRE_QUERY } from '../../lib/api/request-shapes.ts';
import { ALREADY } from '../../lib/api/site-shapes.ts';
import { retire, unretire } from '../../lib/approval/retire.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';

const retireIt = operation({
  id: 'retire',
  method: 'POST',
  path: '/v1/sites/{site}/retired',
  summary: 'Retires a token or a phrase: it may leave every page, and must not come back to any',
  query: NO_QUERY,
  body: () => RETIRE,
  answer: { status: 201, says: 'It is retired', shape: ALREADY },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site }, body: { reason, ...what }, person }, deps) {
    const outcome = await retire(site, what, reason, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: { already: outcome.already } };
  },
});

const unretireIt = operation({
  id: 'unretire',
  method: 'DELETE',
  path: '/v1/sites/{site}/retired',
  summary: 'Lets a retired token or phrase come back',
  query: UNRETIRE_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'It may come back', shape: ALREADY },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site }, query, person }, deps) {
    const outcome = await unretire(site, query, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: { already: outcome.already } };
  },
});

/** What must not come back. */
export const RETIRE_OPERATIONS: readonly Operation[] = [retireIt, unretireIt];

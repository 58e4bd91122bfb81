import { listOf } from '../../lib/api/incident-shapes.ts';
import { ALLOWANCE_QUERY, makeAllowance, WITHDRAW_QUERY } from '../../lib/api/request-shapes.ts';
import { ALLOWANCE, type AllowanceShape } from '../../lib/api/site-shapes.ts';
import { allow, standingAllowances, withdraw } from '../../lib/approval/allow.ts';
import { refused } from '../../lib/approval/outcome.ts';
import type { PageRecord } from '../../lib/site/page-record.ts';
import { noPlace, noSite, siteOf } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';
import { allowanceShape } from './site-shape.ts';

const listAllowances = operation({
  id: 'listAllowances',
  method: 'GET',
  path: '/v1/sites/{site}/allowances',
  summary: 'The allowances in force, of one page or of all, by page',
  query: ALLOWANCE_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'A part of the list: those of `limit` pages', shape: listOf(ALLOWANCE) },
  refusals: ['unknown'],
  async run({ path: { site }, query: { page: key, ...query } }, deps) {
    if (!(await siteOf(site, deps))) return noSite(site);
    const now = deps.now();
    if (key !== undefined) {
      const { page } = await deps.registry.read({ site, key });
      if (!page) return refused('unknown', `The guard knows no such page of ${site}.`);
      return { kind: 'done', answer: { items: standingOf(page, now) } };
    }
    const found = await deps.lists.pages(site, query);
    if (!found) return noPlace;
    return { kind: 'done', answer: { ...found, items: found.items.flatMap((page) => standingOf(page, now)) } };
  },
});

const standingOf = (page: PageRecord, now: Date): AllowanceShape[] =>
  standingAllowances(page, now).map((each) => allowanceShape(page.ref.key, each));

const makeIt = operation({
  id: 'allow',
  method: 'POST',
  path: '/v1/sites/{site}/allowances',
  summary: 'Lets findings or tokens of a page pass, ahead of an upload',
  query: NO_QUERY,
  body: makeAllowance,
  answer: { status: 201, says: 'The allowance, in force', shape: ALLOWANCE },
  refusals: ['not-allowed', 'unknown', 'state', 'conflict'],
  async run({ path: { site }, body: { page, codes, tokens, ...permission }, person }, deps) {
    const wanted = { ...permission, ...(codes && { codes }), ...(tokens && { tokens }) };
    const outcome = await allow({ site, key: page }, wanted, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: allowanceShape(page, outcome.allowance) };
  },
});

const withdrawIt = operation({
  id: 'withdraw',
  method: 'DELETE',
  path: '/v1/sites/{site}/allowances/{allowance}',
  summary: 'Withdraws an allowance before its time',
  query: WITHDRAW_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'The allowance that was withdrawn', shape: ALLOWANCE },
  refusals: ['not-allowed', 'unknown', 'conflict'],
  async run({ path: { site, allowance }, query: { page }, person }, deps) {
    const outcome = await withdraw({ site, key: page }, allowance, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: allowanceShape(page, outcome.allowance) };
  },
});

/** What may happen to a page, decided ahead. */
export const ALLOWANCE_OPERATIONS: readonly Operation[] = [listAllowances, makeIt, withdrawIt];

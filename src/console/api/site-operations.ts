import { listOf } from '../../lib/api/incident-shapes.ts';
import { LIST_QUERY, PAGE_QUERY } from '../../lib/api/request-shapes.ts';
import { PAGE, SITE, SITE_DETAIL, TOKEN } from '../../lib/api/site-shapes.ts';
import { refused } from '../../lib/approval/outcome.ts';
import { noPlace, noSite, siteOf } from './known-site.ts';
import { NO_BODY, NO_QUERY, operation, type Operation } from './operation.ts';
import { pageShape, siteDetail, siteShape, tokenShape } from './site-shape.ts';

const listSites = operation({
  id: 'listSites',
  method: 'GET',
  path: '/v1/sites',
  summary: 'The sites that the stack guards',
  query: NO_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'All of them', shape: listOf(SITE) },
  refusals: [],
  async run(_, deps) {
    const records = await Promise.all(deps.siteNames.map((name) => deps.sites.site(name)));
    const items = records.flatMap((record) => (record ? [siteShape(record, deps.now())] : []));
    return { kind: 'done', answer: { items } };
  },
});

const getSite = operation({
  id: 'getSite',
  method: 'GET',
  path: '/v1/sites/{site}',
  summary: 'Everything about one site: its approvers, pauses, and what is retired',
  query: NO_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'The site', shape: SITE_DETAIL },
  refusals: ['unknown'],
  async run({ path: { site } }, deps) {
    const record = await siteOf(site, deps);
    return record ? { kind: 'done', answer: siteDetail(record, deps.now()) } : noSite(site);
  },
});

const listPages = operation({
  id: 'listPages',
  method: 'GET',
  path: '/v1/sites/{site}/pages',
  summary: 'The pages of a site as the guard knows them, by key',
  query: LIST_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'A part of the list', shape: listOf(PAGE) },
  refusals: ['unknown'],
  async run({ path: { site }, query }, deps) {
    const record = await siteOf(site, deps);
    if (!record) return noSite(site);
    const found = await deps.lists.pages(site, query);
    if (!found) return noPlace;
    const items = found.items.map((page) => pageShape(page, record, deps.now()));
    return { kind: 'done', answer: { ...found, items } };
  },
});

const getPage = operation({
  id: 'getPage',
  method: 'GET',
  path: '/v1/sites/{site}/page',
  summary: 'One page as the guard knows it',
  query: PAGE_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'The page', shape: PAGE },
  refusals: ['unknown'],
  async run({ path: { site }, query: { key } }, { siteNames, registry, now }) {
    if (!siteNames.includes(site)) return noSite(site);
    const known = await registry.read({ site, key });
    if (!known.site) return noSite(site);
    if (!known.page) return refused('unknown', `The guard knows no such page of ${site}.`);
    return { kind: 'done', answer: pageShape(known.page, known.site, now()) };
  },
});

const listTokens = operation({
  id: 'listTokens',
  method: 'GET',
  path: '/v1/sites/{site}/tokens',
  summary: 'Where each token of a site is or was, by name and page',
  query: LIST_QUERY,
  body: NO_BODY,
  answer: { status: 200, says: 'A part of the list', shape: listOf(TOKEN) },
  refusals: ['unknown'],
  async run({ path: { site }, query }, deps) {
    if (!(await siteOf(site, deps))) return noSite(site);
    const found = await deps.lists.tokens(site, query);
    if (!found) return noPlace;
    return { kind: 'done', answer: { ...found, items: found.items.map(tokenShape) } };
  },
});

/** What can be read of sites. */
export const SITE_OPERATIONS: readonly Operation[] = [listSites, getSite, listPages, getPage, listTokens];

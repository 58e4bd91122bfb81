import pMap from 'p-map';
import type { ApiClient } from '../../lib/api/api-client.ts';
import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import type { SiteDetail, SiteShape } from '../../lib/api/site-shapes.ts';
import { problemOf, type Problem } from './problem.ts';

/** The states in which something is still to be done, by a person or by the guard; the most urgent first. */
export const OPEN_STATES = ['contested', 'undecided', 'restoring'] as const;

/** Each site takes five calls at once. */
const SITES_AT_ONCE = 4;
const COUNTED = 50;
const NEWEST = 5;

/** How many incidents are in a state; `more` when there are still others. */
export interface Count {
  readonly state: (typeof OPEN_STATES)[number];
  readonly count: number;
  readonly more: boolean;
}

/** How a site stands, or why nobody knows. */
export interface SiteOverview {
  readonly site: SiteShape;
  readonly found:
    | { readonly detail: SiteDetail; readonly open: readonly Count[]; readonly newest: readonly IncidentShape[] }
    | { readonly problem: Problem };
}

/** Reads how every site stands; a site that cannot be read does not hide the others. */
export async function overview(api: Pick<ApiClient, 'sites' | 'site' | 'incidents'>): Promise<SiteOverview[]> {
  const { items } = await api.sites();
  return pMap(items, async (site) => ({ site, found: await read(site.name, api) }), { concurrency: SITES_AT_ONCE });
}

async function read(site: string, api: Pick<ApiClient, 'site' | 'incidents'>): Promise<SiteOverview['found']> {
  try {
    const [detail, newest, ...open] = await Promise.all([
      api.site(site),
      api.incidents({ site, limit: NEWEST }),
      ...OPEN_STATES.map((state) => count(site, state, api)),
    ]);
    return { detail, newest: newest.items, open };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

async function count(site: string, state: Count['state'], api: Pick<ApiClient, 'incidents'>): Promise<Count> {
  const { items, cursor } = await api.incidents({ site, state, limit: COUNTED });
  return { state, count: items.length, more: cursor !== undefined };
}

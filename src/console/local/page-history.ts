import type { ApiClient } from '../../lib/api/api-client.ts';
import type { Part } from '../../lib/api/part.ts';
import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import type { PageShape, TokenShape } from '../../lib/api/site-shapes.ts';

// The API lists by site: a page's own are picked out of so many parts, then the person is told where it goes on.
const TOKEN_PARTS = 10;
const INCIDENT_PARTS = 3;
const INCIDENTS_A_PART = 100;
const ENOUGH = 20;

/** A page of a site with what happened to it. */
export interface PageHistory {
  readonly page: PageShape;
  readonly tokens: readonly TokenShape[];
  /** Whether the site has more tokens than were read. */
  readonly tokensCut: boolean;
  readonly incidents: Part<IncidentShape>;
}

type HistoryApi = Pick<ApiClient, 'page' | 'tokens' | 'incidents'>;

/** Reads a page with the history of its tokens, and its incidents from the cursor on. */
export async function pageHistory(
  site: string,
  key: string,
  before: string | undefined,
  api: HistoryApi,
): Promise<PageHistory> {
  const [page, { items: tokens, cursor }, incidents] = await Promise.all([
    api.page(site, key),
    picked(
      (cursor) => api.tokens(site, cursor),
      (token) => token.page === key,
      { parts: TOKEN_PARTS, enough: Number.POSITIVE_INFINITY },
    ),
    picked(
      (cursor) => api.incidents({ site, limit: INCIDENTS_A_PART, ...(cursor !== undefined && { cursor }) }),
      (incident) => incident.page === key,
      { parts: INCIDENT_PARTS, enough: ENOUGH, from: before },
    ),
  ]);
  return { page, tokens, tokensCut: cursor !== undefined, incidents };
}

/** Reads part after part until there are enough, and gives those that are meant. */
async function picked<T>(
  read: (cursor: string | undefined) => Promise<Part<T>>,
  isMeant: (each: T) => boolean,
  { parts, enough, from }: { parts: number; enough: number; from?: string | undefined },
): Promise<Part<T>> {
  const items: T[] = [];
  let cursor = from;
  for (let part = 0; part < parts && items.length < enough; part += 1) {
    const found = await read(cursor);
    items.push(...found.items.filter(isMeant));
    cursor = found.cursor;
    if (cursor === undefined) return { items };
  }
  return { items, ...(cursor !== undefined && { cursor }) };
}

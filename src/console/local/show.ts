import { INCIDENT_STATES } from '../../lib/incident/incident.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import { warningsOf } from '../../lib/api/newest-warnings.ts';
import { incidentTitle } from '../pages/incident-view.ts';
import type { View } from './answer.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { incidentMain } from './incident-main.ts';
import { overview } from './overview.ts';
import { pageHistory } from './page-history.ts';
import { pageMain } from './page-view.ts';
import { siteMain } from './site-view.ts';
import { sitesMain } from './sites-view.ts';
import { tokensMain } from './tokens-view.ts';
import type { Told } from './told.ts';

type ShowDeps = Pick<ConsoleDeps, 'api' | 'door'>;

/** How many incidents of a site are shown at once. */
const INCIDENTS = 10;

/** What a query of the console may say; a word that nobody knows says nothing. */
export interface Asked {
  readonly state?: string | undefined;
  readonly incidents?: string | undefined;
  readonly pages?: string | undefined;
}

/** All sites. */
export async function showSites({ api }: Pick<ConsoleDeps, 'api'>): Promise<View> {
  return { title: 'Sites', main: sitesMain(await overview(api)) };
}

/** One site, with the asked parts of its lists. */
export async function showSite(site: string, asked: Asked, told: Told, { api, door }: ShowDeps): Promise<View> {
  const state = INCIDENT_STATES.find((each) => each === asked.state);
  const query = {
    ...(state !== undefined && { state }),
    ...(asked.incidents !== undefined && { incidents: asked.incidents }),
    ...(asked.pages !== undefined && { pages: asked.pages }),
  };
  const { incidents: cursor } = query;
  const [detail, incidents, pages, warnings] = await Promise.all([
    api.site(site),
    api.incidents({
      site,
      limit: INCIDENTS,
      ...(state !== undefined && { state }),
      ...(cursor !== undefined && { cursor }),
    }),
    api.pages(site, query.pages),
    warningsOf(site, {}, api),
  ]);
  const main = siteMain({ detail, incidents, pages, warnings, query }, told, door.formToken);
  return { title: shownLine(site, 64), main, ...status(told) };
}

/** Every token of a site. */
export async function showTokens(
  site: string,
  cursor: string | undefined,
  { api }: Pick<ConsoleDeps, 'api'>,
): Promise<View> {
  const tokens = await api.tokens(site, cursor);
  return { title: `Tokens of ${shownLine(site, 64)}`, main: tokensMain(site, tokens, cursor) };
}

/** One page of a site, its incidents from a cursor on. */
export async function showPage(
  site: string,
  key: string,
  before: string | undefined,
  told: Told,
  { api, door }: ShowDeps,
): Promise<View> {
  const history = await pageHistory(site, key, before, api);
  const seen = { ...history, site, ...(before !== undefined && { before }) };
  return { title: shownLine(key, 120), main: pageMain(seen, told, door.formToken), ...status(told) };
}

/** One incident. Whom links can be made for is left out where the site cannot be read. */
export async function showIncident(id: string, told: Told, { api, door }: ShowDeps): Promise<View> {
  const detail = await api.incident(id);
  const approvers = await api.site(detail.site).then(
    (site) => site.approvers,
    () => undefined,
  );
  const main = incidentMain({ detail, ...(approvers && { approvers }) }, told, door.formToken);
  return { title: incidentTitle(detail), main, ...status(told) };
}

const status = ({ problem }: Told) => problem && { status: problem.status };

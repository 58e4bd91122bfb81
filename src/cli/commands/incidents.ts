import type { ApiClient } from '../../lib/api/api-client.ts';
import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import { INCIDENT_STATES } from '../../lib/incident/incident.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, type Command, type Input, type Session } from '../command.ts';
import { findingsOf } from '../describe-incident.ts';
import { done, usage } from '../outcome.ts';
import { table } from '../printable.ts';
import { utcMinute } from '../when.ts';

const AT_ONCE = 100;
const DEFAULT_LIMIT = 20;

export const incidents: Command = {
  name: 'incidents',
  summary: 'list incidents, newest first',
  options: [
    ['--site <site>', 'of this site alone'],
    ['--state <state>', `in this state alone: ${INCIDENT_STATES.join(', ')}`],
    ['--limit <count>', `how many of each site, 1 to 1000 (${DEFAULT_LIMIT})`],
    ['--after <cursor>', 'continue where an earlier list of one site ended'],
  ],
  examples: [
    'npx holdfast incidents',
    'npx holdfast incidents --site demo --state restored --json',
    'npx holdfast incidents show 1f2e3d4c',
  ],
  exits: [0, 1, 2, 7],
  writes: false,
  check: (input) => void queryOf(input),
  async run(input, session) {
    const sites = await namesOf(optionText(input, 'site'), session);
    if (optionText(input, 'after') !== undefined && sites.length > 1)
      throw usage('--after continues the list of one site.', 'Name it with --site.');
    const query = queryOf(input);
    const lists = await Promise.all(sites.map((site) => listOf(site, query, session.operator.api)));
    const all = lists.flatMap((list) => list.items).toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
    const next = Object.fromEntries(lists.flatMap((list) => (list.next === undefined ? [] : [[list.site, list.next]])));
    const more = Object.entries(next).map(
      ([site, cursor]) => `more: npx holdfast incidents --site ${site}${again(query)} --after ${cursor}`,
    );
    const text = all.length === 0 ? 'No incidents.' : [showIncidents(all), ...more].join('\n');
    return done({ incidents: all, next }, text);
  },
};

/** The options that a list goes on with: which incidents, and how many. */
function again({ state, limit }: Query): string {
  return `${state === undefined ? '' : ` --state ${state}`}${limit === DEFAULT_LIMIT ? '' : ` --limit ${limit}`}`;
}

/** The named site, or every site of the stack. */
async function namesOf(name: string | undefined, { sites, operator }: Session): Promise<string[]> {
  if (name !== undefined) return [chooseSite(sites, name).name];
  return (await operator.api.sites()).items.map((site) => site.name);
}

interface Query {
  readonly state?: string;
  readonly limit: number;
  readonly after?: string;
}

function queryOf(input: Input): Query {
  const state = optionText(input, 'state');
  if (state !== undefined && !INCIDENT_STATES.some((known) => known === state)) {
    const guess = didYouMean(state, INCIDENT_STATES);
    throw usage(
      `"${state}" is no state.`,
      guess === undefined ? `States are: ${INCIDENT_STATES.join(', ')}.` : `Did you mean ${guess}?`,
    );
  }
  const limit = Number(optionText(input, 'limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw usage('--limit is a number from 1 to 1000.', 'Write e.g. --limit 50.');
  const after = optionText(input, 'after');
  return { limit, ...(state !== undefined && { state }), ...(after !== undefined && { after }) };
}

/** So many of a site's incidents, in parts of as many as the API gives at once; `next` continues the list. */
async function listOf(site: string, { limit, after, state }: Query, api: Pick<ApiClient, 'incidents'>) {
  const items: IncidentShape[] = [];
  let cursor = after;
  do {
    const left = Math.min(limit - items.length, AT_ONCE);
    const part = await api.incidents({ site, limit: left, ...(state && { state }), ...(cursor && { cursor }) });
    items.push(...part.items);
    cursor = part.cursor;
  } while (cursor !== undefined && items.length < limit);
  return { site, items, next: cursor };
}

function showIncidents(all: readonly IncidentShape[]): string {
  const rows = all.map((incident) => {
    const { id, openedAt, site, state, page } = incident;
    return [id, utcMinute(openedAt), site, state, page, findingsOf(incident)];
  });
  return table(['incident', 'opened', 'site', 'state', 'page', 'findings'], rows);
}

import type { IncidentList, Operations } from '../../lib/aws/dynamo-operations.ts';
import { INCIDENT_STATES, type Incident } from '../../lib/incident/incident.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { chooseSites } from '../choose-site.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { done, usage } from '../outcome.ts';
import { table } from '../printable.ts';
import { utcMinute } from '../when.ts';

export const incidents: Command = {
  name: 'incidents',
  summary: 'list incidents, newest first',
  options: [
    ['--site <site>', 'of this site alone'],
    ['--state <state>', `in this state alone: ${INCIDENT_STATES.join(', ')}`],
    ['--limit <count>', 'how many of each site, 1 to 1000 (20)'],
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
    const sites = chooseSites(session.sites, optionText(input, 'site')).map(({ name }) => name);
    if (optionText(input, 'after') !== undefined && sites.length > 1)
      throw usage('--after continues the list of one site.', 'Name it with --site.');
    const lists = await listIncidents(sites, queryOf(input), session.operator.operations);
    const all = lists.flatMap((list) => list.incidents).toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
    const next = Object.fromEntries(lists.flatMap((list) => (list.next === undefined ? [] : [[list.site, list.next]])));
    const more = Object.entries(next).map(
      ([site, cursor]) => `more: npx holdfast incidents --site ${site} --after ${cursor}`,
    );
    const text = all.length === 0 ? 'No incidents.' : [showIncidents(all), ...more].join('\n');
    return done({ incidents: all, next }, text);
  },
};

function queryOf(input: Input): { state?: string; limit: number; after?: string } {
  const state = optionText(input, 'state');
  if (state !== undefined && !INCIDENT_STATES.some((known) => known === state)) {
    const guess = didYouMean(state, INCIDENT_STATES);
    throw usage(
      `"${state}" is no state.`,
      guess === undefined ? `States are: ${INCIDENT_STATES.join(', ')}.` : `Did you mean ${guess}?`,
    );
  }
  const limit = Number(optionText(input, 'limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw usage('--limit is a number from 1 to 1000.', 'Write e.g. --limit 50.');
  const after = optionText(input, 'after');
  return { limit, ...(state !== undefined && { state }), ...(after !== undefined && { after }) };
}

async function listIncidents(
  sites: readonly string[],
  query: { state?: string; limit: number; after?: string },
  operations: Pick<Operations, 'incidents'>,
): Promise<(IncidentList & { site: string })[]> {
  return Promise.all(sites.map(async (site) => ({ site, ...(await operations.incidents(site, query)) })));
}

function showIncidents(all: readonly Incident[]): string {
  const rows = all.map(({ id, openedAt, site, state, key, findings }) => [
    id,
    utcMinute(openedAt),
    site,
    state,
    key,
    [...new Set(findings.map(({ code, token, phrase }) => [code, token ?? phrase].filter(Boolean).join(' ')))].join(
      ', ',
    ),
  ]);
  return table(['incident', 'opened', 'site', 'state', 'page', 'findings'], rows);
}

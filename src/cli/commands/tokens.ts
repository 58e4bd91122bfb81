import type { TokenRecord } from '../../lib/site/site-record.ts';
import { chooseSites } from '../choose-site.ts';
import { switchedOn, type Command } from '../command.ts';
import { done } from '../outcome.ts';
import { counted, printable, table } from '../printable.ts';
import { utcMinute } from '../when.ts';

const FLAT_DAYS = 90;

export const tokens: Command = {
  name: 'tokens [site]',
  summary: 'every feature token the guard knows, on which page, since when',
  options: [
    ['--flat', `lines TOKEN:page:2025-01-14T10:22Z, of live tokens that were gained in the last ${FLAT_DAYS} days`],
  ],
  examples: ['npx holdfast tokens', 'npx holdfast tokens demo --flat', 'npx holdfast tokens demo --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run(input, session) {
    const found: TokenRecord[] = [];
    for (const { name } of chooseSites(session.sites, input.args[0])) {
      for await (const token of session.operator.operations.tokens(name)) {
        found.push(token);
        session.progress(`read ${counted(found.length, 'token')}`);
      }
    }
    if (switchedOn(input, 'flat')) {
      const lines = flatTokens(found, session.now());
      return done(lines, lines.join('\n'));
    }
    const rows = found.map(({ name, site, key, state, firstSeen, gainedAt, lastSeen }) => [
      name,
      site,
      key,
      state,
      utcMinute(firstSeen),
      utcMinute(gainedAt),
      state === 'lost' ? utcMinute(lastSeen) : '',
    ]);
    const heading = ['token', 'site', 'page', 'state', 'first seen', 'gained', 'lost'];
    return done(found, rows.length === 0 ? 'No tokens are known.' : table(heading, rows));
  },
};

/** Live tokens that were gained in the last 90 days, as `TOKEN:page:2025-01-14T10:22Z` in UTC, sorted. */
function flatTokens(records: readonly TokenRecord[], now: Date): string[] {
  const since = now.getTime() - FLAT_DAYS * 86_400_000;
  return records
    .filter(({ state, gainedAt }) => state === 'live' && Date.parse(gainedAt) >= since)
    .map(({ name, key, gainedAt }) => printable(`${name}:${key}:${utcMinute(gainedAt)}`))
    .toSorted();
}

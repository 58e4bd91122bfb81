import type { WarningShape } from '../../lib/api/deploy-shapes.ts';
import { newestFirst, warningsOf } from '../../lib/api/newest-warnings.ts';
import { chooseSites } from '../choose-site.ts';
import { optionText, switchedOn, type Command } from '../command.ts';
import { done, usage } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { table } from '../printable.ts';
import { utcMinute } from '../when.ts';

export const warnings: Command = {
  name: 'warnings [site]',
  summary: 'list the warnings that block deploys, newest first',
  options: [
    ['--page <page>', 'those that block deploys of this page: its own, and those of the whole site'],
    ['--all', 'also those that were acknowledged'],
  ],
  examples: ['npx holdfast warnings', 'npx holdfast warnings demo --page booking/index.html --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run(input, { sites, operator }) {
    const chosen = chooseSites(sites, input.args[0]);
    const [first, ...others] = chosen;
    const named = optionText(input, 'page');
    if (named !== undefined && (!first || others.length > 0)) throw usage('--page is of one site.', 'Name the site.');
    const page = first && pageKey(first, named);
    const all = switchedOn(input, 'all');
    const query = { all, ...(page !== undefined && { page }) };
    const found = await Promise.all(chosen.map(({ name }) => warningsOf(name, query, operator.api)));
    const list = newestFirst(found.flat());
    return done({ warnings: list }, list.length > 0 ? showWarnings(list, all) : none(all));
  },
};

const none = (all: boolean): string => (all ? 'Nobody has warned.' : 'No warning blocks a deploy.');

function showWarnings(list: readonly WarningShape[], all: boolean): string {
  const heading = ['warning', 'raised', 'site', 'page', 'by', 'says', ...(all ? ['acknowledged'] : [])];
  const rows = list.map(({ id, at, site, page, by, says, acknowledged }) => [
    id,
    utcMinute(at),
    site,
    page ?? '(the whole site)',
    by,
    says,
    ...(all
      ? [acknowledged ? `${utcMinute(acknowledged.at)} by ${acknowledged.by}: ${acknowledged.reason}` : 'no']
      : []),
  ]);
  return table(heading, rows);
}

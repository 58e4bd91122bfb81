import type { ApiClient } from '../../lib/api/api-client.ts';
import type { AllowanceShape } from '../../lib/api/site-shapes.ts';
import { allowed } from '../allowed.ts';
import { chooseSites } from '../choose-site.ts';
import type { Command } from '../command.ts';
import { everyPart } from '../../lib/api/part.ts';
import { done } from '../outcome.ts';
import { counted, table } from '../printable.ts';
import { utcMinute } from '../when.ts';

export const allowances: Command = {
  name: 'allowances [site]',
  summary: 'what may happen to which page, until when, and who allowed it',
  examples: ['npx holdfast allowances', 'npx holdfast allowances demo --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run({ args: [name] }, { sites, operator, progress }) {
    const found: ({ site: string } & AllowanceShape)[] = [];
    for (const site of chooseSites(sites, name)) {
      found.push(...(await allowancesOf(site.name, operator.api, progress)));
    }
    const rows = found.map(({ id, site, page, until, by, reason, ...what }) => [
      id,
      site,
      page,
      allowed(what),
      utcMinute(until),
      by,
      reason,
    ]);
    const heading = ['allowance', 'site', 'page', 'allows', 'until', 'by', 'reason'];
    return done({ allowances: found }, rows.length === 0 ? 'Nothing is allowed.' : table(heading, rows));
  },
};

async function allowancesOf(site: string, api: Pick<ApiClient, 'pages'>, progress: (text: string) => void) {
  const found: ({ site: string } & AllowanceShape)[] = [];
  let pages = 0;
  for await (const page of everyPart((cursor) => api.pages(site, cursor))) {
    pages += 1;
    progress(`read ${counted(pages, 'page')} of ${site}`);
    found.push(...page.allowances.map((allowance) => ({ site, ...allowance })));
  }
  return found;
}

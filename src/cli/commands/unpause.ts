import type { PauseShape } from '../../lib/api/site-shapes.ts';
import { chooseSite } from '../choose-site.ts';
import type { Command } from '../command.ts';
import { done } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { counted, printable } from '../printable.ts';
import { utcMinute } from '../when.ts';

export const unpause: Command = {
  name: 'unpause <site> [page]',
  summary: 'end a pause before its time; what was uploaded meanwhile is looked at now',
  examples: ['npx holdfast unpause demo', 'npx holdfast unpause demo booking/index.html --yes'],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  async run(input, session) {
    const { api } = session.operator;
    const site = chooseSite(session.sites, input.args[0]);
    const page = pageKey(site, input.args[1]);
    const where = page === undefined ? `all of ${site.name}` : `${page} of ${site.name}`;
    const { pauses } = await api.site(site.name);
    const meant = pauses.filter((pause) => pause.page === page);
    const rest = pauses.filter((pause) => pause.page !== page);
    const value = { site: site.name, page };
    if (meant.length === 0) {
      return done({ ...value, ended: [] }, printable(`There is no pause of ${where}.${also(rest)}`));
    }
    const answer = await session.ask(printable(`unpause ${where}: the guard looks again, also at what came meanwhile`));
    if (answer === 'dry-run') return done({ ...value, ended: meant, done: false }, '');
    const { ended, asked } = await api.unpause(site.name, page);
    const looks = `Asked for a look at ${counted(asked, 'page')}; pages that are new are looked at within 15 minutes.`;
    const text = `The pause of ${where} is over. ${looks}${also(rest)}`;
    return done({ ...value, ended, asked, done: true }, printable(text));
  },
};

function also(rest: readonly PauseShape[]): string {
  if (rest.length === 0) return '';
  const all = rest.slice(0, 5).map(({ page, until }) => `${page ?? 'the whole site'} until ${utcMinute(until)}`);
  return ` Still paused: ${all.join('; ')}${rest.length > 5 ? ` and ${rest.length - 5} more` : ''}.`;
}

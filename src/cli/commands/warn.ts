import { chooseSite } from '../choose-site.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { bewareOf } from '../known-page.ts';
import { done, usage } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { printable, printableLines } from '../printable.ts';

export const warn: Command = {
  name: 'warn <site> [page]',
  summary: 'block deploys of a page or a whole site until an approver acknowledges it; everybody in charge is told',
  options: [['--says <text>', 'what whoever wants to deploy must know']],
  examples: [
    'npx holdfast warn demo booking/index.html --says "the checkout is being rebuilt: ask CB first"',
    'npx holdfast warn demo --says "relaunch on Friday: no deploys until then" --yes',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check: (input) => void saysOf(input),
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const page = pageKey(site, input.args[1]);
    const says = saysOf(input);
    const where = page === undefined ? `all of ${site.name}` : `${page} of ${site.name}`;
    const beware = page === undefined ? '' : await bewareOf(site.name, page, session.operator.api);
    const change = `warn of ${where}: deploys of it are refused until an approver acknowledges this${beware}\n  ${says}`;
    const value = { site: site.name, ...(page !== undefined && { page }), says };
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ ...value, done: false }, '');
    const warning = await session.operator.api.warn(site.name, { ...(page !== undefined && { page }), says });
    const text = `Warned of ${where}. It is acknowledged with: npx holdfast ack ${warning.id} --reason "…"`;
    return done({ warning, done: true }, printable(text));
  },
};

function saysOf(input: Input): string {
  const says = (optionText(input, 'says') ?? '').trim();
  if (says !== '' && says.length <= 500) return says;
  throw usage(
    'What the warning says is missing, or longer than 500 characters.',
    'Write e.g. --says "the checkout is being rebuilt: ask CB first".',
  );
}

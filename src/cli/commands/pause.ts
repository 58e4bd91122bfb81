import { chooseSite } from '../choose-site.ts';
import type { Command } from '../command.ts';
import { bewareOf } from '../known-page.ts';
import { done } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { printable, printableLines } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { untilOf } from '../until.ts';
import { utcMinute } from '../when.ts';

export const pause: Command = {
  name: 'pause <site> [page]',
  summary: 'make the guard look away from a page or a whole site for a while; everybody in charge is told',
  options: [['--for <duration>', 'how long: e.g. 30m, 1h, 2d; at most 30d'], REASON_OPTION],
  examples: [
    'npx holdfast pause demo --for 1h --reason "moving the booking page"',
    'npx holdfast pause demo booking/index.html --for 30m --reason "new hero" --yes',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check(input) {
    untilOf(input);
    reasonOf(input);
  },
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const page = pageKey(site, input.args[1]);
    const reason = reasonOf(input);
    const until = untilOf(input)(session.now());
    const where = page === undefined ? `all of ${site.name}` : `${page} of ${site.name}`;
    const beware = page === undefined ? '' : await bewareOf(site.name, page, session.operator.api);
    const change = `pause ${where}${beware}\n  until ${utcMinute(until)}: whatever is uploaded meanwhile stays live\n  reason: ${reason}`;
    const value = { site: site.name, page, until, reason };
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ ...value, done: false }, '');
    const body = { ...(page !== undefined && { page }), until, reason };
    const made = await session.operator.api.pause(site.name, body);
    return done({ ...value, done: true, pause: made }, printable(`Paused until ${utcMinute(made.until)}: ${where}.`));
  },
};

import type { WarningShape } from '../../lib/api/deploy-shapes.ts';
import { warningsOf } from '../../lib/api/newest-warnings.ts';
import { optionText, type Command } from '../command.ts';
import { checkWarningId, findWarning } from '../find-warning.ts';
import { done } from '../outcome.ts';
import { counted, printable, printableLines } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { utcMinute } from '../when.ts';

export const ack: Command = {
  name: 'ack <id>',
  summary: 'acknowledge a warning: it blocks deploys no longer; only approvers of the site may',
  options: [REASON_OPTION, ['--site <site>', 'look for the id in this site alone']],
  examples: ['npx holdfast ack 1f2e3d4c --reason "the checkout is live and tested"'],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check(input) {
    checkWarningId(input);
    reasonOf(input);
  },
  async run(input, session) {
    const { api } = session.operator;
    const reason = reasonOf(input);
    const warning = await findWarning(input.args[0] ?? '', optionText(input, 'site'), session);
    const { id, site, says, by, at } = warning;
    const change = `acknowledge the warning ${id} of ${placeOf(warning)}\n  ${says}\n  raised by ${by}, ${utcMinute(at)}\n  reason: ${reason}`;
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ warning, reason, done: false }, '');
    const acknowledged = await api.acknowledge(site, id, reason);
    const { page } = warning;
    const others = await warningsOf(site, page === undefined ? {} : { page }, api);
    const text = `Acknowledged: ${id}. It blocks deploys of ${placeOf(warning)} no longer.${stillOpen(warning, others)}`;
    return done({ warning: acknowledged, others, done: true }, printable(text));
  },
};

const placeOf = ({ site, page }: WarningShape): string =>
  page === undefined ? `all of ${site}` : `${page} of ${site}`;

function stillOpen({ site, page }: WarningShape, others: readonly WarningShape[]): string {
  if (others.length === 0) return '';
  const which = page === undefined ? site : `${site} --page ${page}`;
  const block = others.length === 1 ? 'still does' : 'still do';
  return ` ${counted(others.length, 'other')} ${block}: npx holdfast warnings ${which}`;
}

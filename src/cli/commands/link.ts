import { optionText, type Command, type Input } from '../command.ts';
import { pageOf } from '../describe-incident.ts';
import { checkIncidentId, findIncident } from '../find-incident.ts';
import { done, usage } from '../outcome.ts';
import { printable, printableLines } from '../printable.ts';
import { utcMinute } from '../when.ts';

export const link: Command = {
  name: 'link <incident>',
  summary: 'make a personal link by which one approver can decide an incident, once, within 72 hours',
  options: [['--for <approver>', "who gets it: one of the site's approvers, e.g. an e-mail address"]],
  examples: ['npx holdfast link 1f2e3d4c --for web-lead@example.com'],
  exits: [0, 1, 2, 7],
  writes: true,
  check(input) {
    checkIncidentId(input);
    approverOf(input);
  },
  async run(input, session) {
    const approver = approverOf(input);
    const incident = await findIncident(input.args[0] ?? '', session);
    const { id } = incident;
    const change = printableLines(
      `make a personal link for ${approver}\n  to decide incident ${id}, ${pageOf(incident)}, once within 72 hours`,
    );
    if ((await session.ask(change)) === 'dry-run') return done({ incident: id, for: approver, done: false }, '');
    const made = await session.operator.api.makeLink(id, approver);
    const lines = [
      `For ${made.for}, until ${utcMinute(made.until)}, and told only this once:`,
      `  ${made.link}`,
      `  code, where it has to be typed: ${made.code}`,
      `Whoever has the link or the code can decide ${pageOf(incident)} in that name: send it to nobody else.`,
    ];
    return done({ ...made, done: true }, lines.map(printable).join('\n'));
  },
};

function approverOf(input: Input): string {
  const approver = (optionText(input, 'for') ?? '').trim();
  if (approver !== '' && approver.length <= 300) return approver;
  throw usage(
    'Whom the link is for is missing.',
    "Write e.g. --for web-lead@example.com: one of the site's approvers.",
  );
}

import type { TokenRecord } from '../../lib/site/site-record.ts';
import { chooseSites } from '../choose-site.ts';
import { switchedOn, type Command } from '../command.ts';
import { done } from '../outcome.ts';
import { counted } from '../printable.ts';
import { flatLine } from '../tokens/flat-line.ts';

export const tokensExport: Command = {
  name: 'tokens export [site]',
  summary: 'every token, live or lost, with when it was first seen, as lines that `tokens import` takes',
  options: [['--live', 'only those that are live']],
  examples: ['npx holdfast tokens export demo > tokens.txt', 'npx holdfast tokens export demo --live --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  async run(input, session) {
    const sites = chooseSites(session.sites, input.args[0]);
    const lines: string[] = [];
    for (const { name } of sites) {
      const own: TokenRecord[] = [];
      for await (const token of session.operator.operations.tokens(name)) {
        if (token.state === 'live' || !switchedOn(input, 'live')) own.push(token);
        session.progress(`read ${counted(own.length, 'token')} of ${name}`);
      }
      if (sites.length > 1) lines.push(`# ${name}`);
      lines.push(...own.map(({ firstSeen, ...token }) => flatLine({ ...token, at: firstSeen })).toSorted());
    }
    return done(lines, lines.join('\n'));
  },
};

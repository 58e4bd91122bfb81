import type { PageRef } from '../../lib/site/page-ref.ts';
import type { Pause } from '../../lib/site/site-record.ts';
import { chooseSite } from '../choose-site.ts';
import type { Command, Session } from '../command.ts';
import { done } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { utcMinute } from '../when.ts';
import { changePauses, inForce, pageKey } from './pause.ts';

export const unpause: Command = {
  name: 'unpause <site> [page]',
  summary: 'end a pause before its time; what was uploaded meanwhile is looked at now',
  examples: ['npx holdfast unpause demo', 'npx holdfast unpause demo index.html --yes'],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const key = pageKey(site, input.args[1]);
    const where = key === undefined ? `all of ${site.name}` : `${key} of ${site.name}`;
    const record = await session.operator.operations.site(site.name);
    const standing = inForce(record?.pauses ?? [], session.now());
    const ended = standing.filter((pause) => pause.key === key);
    const rest = standing.filter((pause) => pause.key !== key);
    const value = { site: site.name, page: key, ended };
    if (ended.length === 0) return done(value, printable(`There is no pause of ${where}.${also(rest)}`));
    const answer = await session.ask(printable(`unpause ${where}: the guard looks again, also at what came meanwhile`));
    if (answer === 'dry-run') return done({ ...value, done: false }, '');
    await changePauses(site.name, session.operator.operations, (pauses) =>
      inForce(pauses, session.now()).filter((pause) => pause.key !== key),
    );
    const asked = await askForLooks(site.name, key, session);
    const looks = `Asked for a look at ${counted(asked, 'page')}; pages that are new are looked at within 15 minutes.`;
    return done({ ...value, done: true, asked }, printable(`The pause of ${where} is over. ${looks}${also(rest)}`));
  },
};

async function askForLooks(site: string, key: string | undefined, { operator, progress }: Session): Promise<number> {
  const refs: PageRef[] = key === undefined ? [] : [{ site, key }];
  if (key === undefined) {
    for await (const { ref } of operator.operations.pages(site)) {
      refs.push(ref);
      progress(`read ${counted(refs.length, 'page')}`);
    }
  }
  await operator.looks.ask(refs);
  return refs.length;
}

function also(rest: readonly Pause[]): string {
  if (rest.length === 0) return '';
  const all = rest.slice(0, 5).map(({ key, until }) => `${key ?? 'the whole site'} until ${utcMinute(until)}`);
  return ` Still paused: ${all.join('; ')}${rest.length > 5 ? ` and ${rest.length - 5} more` : ''}.`;
}

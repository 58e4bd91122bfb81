import pMap from 'p-map';
import { classify } from '../../lib/site/glob.ts';
import type { TokenRecord } from '../../lib/site/site-record.ts';
import { chooseSite } from '../choose-site.ts';
import type { Command, Session } from '../command.ts';
import { usage, type Outcome } from '../outcome.ts';
import { counted, printableLines, shortened } from '../printable.ts';
import { flatLine, type FlatToken } from '../tokens/flat-line.ts';
import { listFile } from '../tokens/list-file.ts';
import { planImport, type ImportPlan } from '../tokens/plan-import.ts';
import { readTokenList } from '../tokens/read-list.ts';

/** Writes at once: a table on demand takes them. */
const AT_ONCE = 10;
/** Of tokens that are not live, people are shown so many; `--json` has them all. */
const MOST_SHOWN = 100;

export const tokensImport: Command = {
  name: 'tokens import <site> <file>',
  summary: 'takes over since when tokens were on pages, from a list that was kept by hand; names those that are lost',
  examples: ['npx holdfast tokens import demo tokens.txt --dry-run', 'npx holdfast tokens import demo tokens.txt'],
  exits: [0, 1, 2, 6, 7],
  writes: true,
  async run({ args: [name, file = ''] }, session) {
    const site = chooseSite(session.sites, name);
    const text = await listFile(file);
    const { operations } = session.operator;
    if (!(await operations.site(site.name))) {
      throw usage(`The site ${site.name} was never applied.`, `Run \`npx holdfast apply ${site.name}\` first.`);
    }
    const known = await knownTokens(site.name, session);
    const isPage = (key: string) => classify(site, key) === 'page';
    const isKnown = (token: FlatToken) => known.has(idOf(token));
    const plan = planImport(readTokenList(text, { isPage, isKnown, now: session.now() }), (token) =>
      known.get(idOf(token)),
    );
    const writes = [...plan.earlier, ...plan.unknown];
    if (writes.length === 0) return outcome(plan, site.name, { done: true });
    const change = `import ${file} into ${site.name}\n${countsOf(plan).join('\n')}`;
    if ((await session.ask(printableLines(change))) === 'dry-run') return outcome(plan, site.name, { done: false });
    await write(site.name, writes, session);
    return outcome(plan, site.name, { done: true });
  },
};

const idOf = ({ name, key }: Pick<FlatToken, 'name' | 'key'>): string => `${name}\0${key}`;

async function knownTokens(site: string, { operator, progress }: Session): Promise<ReadonlyMap<string, TokenRecord>> {
  const known = new Map<string, TokenRecord>();
  for await (const token of operator.operations.tokens(site)) {
    known.set(idOf(token), token);
    progress(`read ${counted(known.size, 'token')}`);
  }
  return known;
}

async function write(site: string, tokens: readonly FlatToken[], { operator, progress }: Session): Promise<void> {
  let written = 0;
  await pMap(
    tokens,
    async (token) => {
      await operator.operations.importToken({ site, ...token });
      written += 1;
      progress(`wrote ${written.toLocaleString('en')} of ${counted(tokens.length, 'token')}`);
    },
    { concurrency: AT_ONCE },
  );
}

function countsOf({ earlier, unknown, same, notLive }: ImportPlan): string[] {
  return [
    `  ${counted(earlier.length, 'token')} known here: first seen earlier than the registry says`,
    `  ${counted(unknown.length, 'token')} unknown here: recorded as lost`,
    `  ${counted(same.length, 'token')} known as the list has them`,
    `  ${counted(notLive.length, 'token')} of the list not live today`,
  ];
}

function outcome(plan: ImportPlan, site: string, { done }: { done: boolean }): Outcome {
  const { earlier, unknown, same, notLive } = plan;
  const lines = notLive.map(flatLine);
  const counts = { earlier: earlier.length, recorded: unknown.length, same: same.length };
  const shown = lines.slice(0, MOST_SHOWN).map((line) => `  ${shortened(line)}`);
  const more = lines.length > MOST_SHOWN ? [`  … and ${(lines.length - MOST_SHOWN).toLocaleString('en')} more`] : [];
  const told = lines.length === 0 ? ['All tokens of the list are live.'] : ['Not live today:', ...shown, ...more];
  return {
    exitCode: lines.length === 0 ? 0 : 6,
    value: { site, ...counts, notLive: lines, done },
    text: printableLines([...(done ? [countsDone(plan)] : []), ...told].join('\n')),
  };
}

const countsDone = ({ earlier, unknown, same }: ImportPlan): string =>
  `${counted(earlier.length, 'token')} moved back in time, ${unknown.length.toLocaleString('en')} recorded as lost, ${same.length.toLocaleString('en')} as before.`;

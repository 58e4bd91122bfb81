import type { Release } from '../../lib/deploy/release.ts';
import { chooseSites } from '../choose-site.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { done, usage } from '../outcome.ts';
import { counted, table } from '../printable.ts';
import { utcMinute } from '../when.ts';

const FEW = 20;
const MOST = 1000;

export const releases: Command = {
  name: 'releases [site]',
  summary: 'list what was deployed and promoted, newest first',
  options: [['--limit <number>', `how many of each site (else ${FEW})`]],
  examples: ['npx holdfast releases demo', 'npx holdfast releases demo --limit 100 --json'],
  exits: [0, 1, 2, 7],
  writes: false,
  check: (input) => void limitOf(input),
  async run(input, { sites, operator }) {
    const limit = limitOf(input);
    const found: Release[] = [];
    for (const { name } of chooseSites(sites, input.args[0])) {
      found.push(...(await newest(operator.stores.releases.newest(name), limit)));
    }
    const heading = ['release', 'site', 'target', 'state', 'at', 'by', 'files', 'change'];
    const text = found.length === 0 ? 'Nothing was deployed yet.' : table(heading, found.map(row));
    return done({ releases: found }, text);
  },
};

async function newest(all: AsyncIterable<Release>, limit: number): Promise<Release[]> {
  const some: Release[] = [];
  for await (const release of all) if (some.push(release) === limit) break;
  return some;
}

function row({ id, site, target, state, at, by, files, change }: Release): string[] {
  const [first] = files;
  const what = files.length === 1 && first ? first.path : counted(files.length, 'file');
  return [id, site, target, state, utcMinute(at), by.split('/').at(-1) ?? by, what, change ?? ''];
}

function limitOf(input: Input): number {
  const text = optionText(input, 'limit');
  if (text === undefined) return FEW;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST) return Number(text);
  throw usage(`"${text}" is no number from 1 to ${MOST}.`, 'Write e.g. --limit 100.');
}

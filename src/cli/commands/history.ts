import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Input } from '../command.ts';
import { diffWithLive } from '../history/diff-with-live.ts';
import { checkMoment } from '../history/find-version.ts';
import { keyOfPage } from '../history/page-of.ts';
import { wholePast } from '../history/read-past.ts';
import { showPast } from '../history/show-past.ts';
import { done, usage } from '../outcome.ts';

const DEFAULT_LIMIT = 20;
const MOST = 200;

export const history: Command = {
  name: 'history <site> <page>',
  summary: 'all that is known of a page’s past, newest first: versions, what they were to the guard, who brought them',
  options: [
    ['--limit <count>', `how many versions, 1 to ${MOST} (${DEFAULT_LIMIT})`],
    ['--diff <version>', 'what changed from that version to the live one: a version id, an identity, or a time'],
    ['--all', 'with --diff, all of its lines'],
  ],
  examples: [
    'npx holdfast history demo booking/index.html',
    'npx holdfast history demo index.html --limit 50 --json',
    'npx holdfast history demo index.html --diff 2026-03-10T12:00Z',
  ],
  exits: [0, 1, 2, 7],
  writes: false,
  check: (input) => void limitOf(input),
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const key = keyOfPage(site, input.args[1] ?? '');
    const version = optionText(input, 'diff');
    if (version !== undefined) {
      checkMoment(version, session.now());
      return diffWithLive({ site, key }, { version, all: switchedOn(input, 'all') }, session);
    }
    const past = await wholePast({ site, key }, limitOf(input), session);
    const value = { site: site.name, page: key, ...past };
    return done(value, showPast(value, session.now()));
  },
};

function limitOf(input: Input): number {
  const limit = Number(optionText(input, 'limit') ?? DEFAULT_LIMIT);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
  throw usage(`--limit is a number from 1 to ${MOST}.`, 'Write e.g. --limit 50.');
}

import type { ApiClient } from '../../lib/api/api-client.ts';
import type { RetiredShape } from '../../lib/api/site-shapes.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { everyPart } from '../../lib/api/part.ts';
import { done, refusal, usage } from '../outcome.ts';
import { firstFew, printable, printableLines } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { retiredNow } from '../retired-now.ts';

type Retirable = Pick<RetiredShape, 'kind' | 'name'>;

const WHAT = [
  ['--token <name>', 'a feature token'],
  ['--phrase <text>', 'words of visible text'],
] as const;

export const retire: Command = {
  name: 'retire <site>',
  summary: 'say that a token or phrase was removed on purpose: it may leave every page, and must not come back to any',
  options: [...WHAT, REASON_OPTION],
  examples: [
    'npx holdfast retire demo --token HERO_CROSSFADE --reason "replaced by the still hero"',
    'npx holdfast retire demo --phrase "For Ranch & Coast readers" --reason "the offer is over"',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check(input) {
    retirable(input);
    reasonOf(input);
  },
  async run(input, session) {
    const { api } = session.operator;
    const site = chooseSite(session.sites, input.args[0]).name;
    const what = retirable(input);
    const value = { site, ...what, reason: reasonOf(input) };
    const { retired } = await api.site(site);
    if (find(retired, what)) return done({ ...value, already: true }, printable(`${called(what)} is retired already.`));
    const live = what.kind === 'token' ? await pagesWith(what.name, site, api) : [];
    const on = live.length > 0 ? `\n  live on ${firstFew(live)}: the next upload that leaves it out passes` : '';
    const change = `retire ${called(what)} of ${site}: it may go, and must not come back${on}\n  reason: ${value.reason}`;
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ ...value, live, done: false }, '');
    const { already } = await api.retire(site, { ...what, reason: value.reason });
    return done({ ...value, live, already, done: true }, printable(`Retired: ${called(what)} of ${site}.`));
  },
};

export const unretire: Command = {
  name: 'unretire <site>',
  summary: 'let a retired token or phrase come back',
  options: WHAT,
  examples: ['npx holdfast unretire demo --token HERO_CROSSFADE'],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check: (input) => void retirable(input),
  async run(input, session) {
    const { api } = session.operator;
    const site = chooseSite(session.sites, input.args[0]).name;
    const what = retirable(input);
    const { retired } = await api.site(site);
    const found = find(retired, what);
    if (!found) {
      const text = printable(`${called(what)} is not retired. ${retiredNow(site, retired)}`);
      return done({ site, ...what, already: true }, text);
    }
    if (found.by === 'holdfast.yml') throw inConfiguration(what, site);
    const why = found.reason === undefined ? '' : `: ${found.reason}`;
    const change = `unretire ${called(what)} of ${site}: it may come back\n  retired by ${found.by}${why}`;
    if ((await session.ask(printableLines(change))) === 'dry-run') return done({ site, ...what, done: false }, '');
    const { already } = await api.unretire(site, what);
    return done({ site, ...what, already, done: true }, printable(`Not retired any more: ${called(what)} of ${site}.`));
  },
};

/** The API refuses it as well; whoever is asked first thinks that agreeing is enough. */
function inConfiguration(what: Retirable, site: string): Error {
  return refusal(
    printable(`${called(what)} is retired in holdfast.yml.`),
    `Take it out there, then run: npx holdfast apply ${site}`,
  );
}

function retirable(input: Input): Retirable {
  const given = (['token', 'phrase'] as const).flatMap((kind) => {
    const name = optionText(input, kind)?.trim();
    return name === undefined ? [] : [{ kind, name }];
  });
  const [only] = given;
  if (only && given.length === 1 && only.name !== '' && only.name.length <= 200) return only;
  throw usage(
    'Name one token or one phrase, of at most 200 characters.',
    'Write e.g. --token HERO_CROSSFADE, or --phrase "For Ranch & Coast readers".',
  );
}

function find(retired: readonly RetiredShape[], { kind, name }: Retirable): RetiredShape | undefined {
  return retired.find((each) => each.kind === kind && each.name === name);
}

async function pagesWith(name: string, site: string, api: Pick<ApiClient, 'tokens'>): Promise<string[]> {
  const pages: string[] = [];
  for await (const token of everyPart((cursor) => api.tokens(site, cursor))) {
    if (token.name === name && token.state === 'live') pages.push(token.page);
  }
  return pages;
}

function called({ kind, name }: Retirable): string {
  return kind === 'token' ? `the token ${name}` : `the phrase "${name}"`;
}

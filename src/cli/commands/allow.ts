import { FINDING_WORDS } from '../../lib/alert/finding-words.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { FINDING_CODES, type FindingCode } from '../../lib/site/policy.ts';
import { allowed } from '../allowed.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, optionTexts, type Command, type Input, type Session } from '../command.ts';
import { knownPage } from '../known-page.ts';
import { done, usage, type Outcome } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { firstFew, printable, printableLines } from '../printable.ts';
import { REASON_OPTION, reasonOf } from '../reason.ts';
import { untilOf } from '../until.ts';
import { utcMinute } from '../when.ts';

export const allow: Command = {
  name: 'allow <site> <page>',
  summary: 'let findings or the loss of tokens pass on a page, ahead of the upload and for a while',
  options: [
    ['--token <name>', 'this token may leave the page; may be written several times', 'many'],
    ['--code <finding>', 'this finding may happen, e.g. page.deleted; may be written several times', 'many'],
    ['--for <duration>', 'how long: e.g. 1h, 1d; at most 30d'],
    ['--until <time>', 'instead of --for: a date as 2026-03-10, or with time and zone as 2026-03-10T12:00Z'],
    REASON_OPTION,
    ['--withdraw <id>', 'take an allowance back; `allowances` lists their ids'],
  ],
  examples: [
    'npx holdfast allow demo booking/index.html --token STRIPE_CHECKOUT --for 1d --reason "checkout moves to its own page"',
    'npx holdfast allow demo index.html --code base.stale --for 1d --reason "back to the spring version"',
    'npx holdfast allow demo old.html --code page.deleted --until 2026-03-10T12:00Z --reason "the page goes"',
    'npx holdfast allow demo booking/index.html --withdraw 1f2e3d4c5b6a',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check(input) {
    if (optionText(input, 'withdraw') !== undefined) return;
    whatOf(input);
    untilOf(input, { clock: true });
    reasonOf(input);
  },
  run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const page = pageKey(site, input.args[1]) ?? '';
    const id = optionText(input, 'withdraw');
    return id === undefined ? make(site.name, page, { input, session }) : withdraw(site.name, page, { id, session });
  },
};

async function make(site: string, page: string, { input, session }: { input: Input; session: Session }) {
  const { codes, tokens } = whatOf(input);
  const body = {
    page,
    ...(codes.length > 0 && { codes }),
    ...(tokens.length > 0 && { tokens }),
    until: untilOf(input)(session.now()),
    reason: reasonOf(input),
  };
  const beware = await warningOf(site, body, session);
  const means = codes.map((code) => `\n  ${code}: ${FINDING_WORDS[code]}`).join('');
  const change = `allow on ${page} of ${site}\n  ${allowed(body)}${means}${beware}\n  until ${utcMinute(body.until)}\n  reason: ${body.reason}`;
  if ((await session.ask(printableLines(change))) === 'dry-run') return done({ site, ...body, done: false }, '');
  const made = await session.operator.api.allow(site, body);
  const text = `Allowed on ${page} until ${utcMinute(made.until)}: ${allowed(made)}. Take it back with --withdraw ${made.id}.`;
  return done({ site, allowance: made, done: true }, printable(text));
}

/** A token may be allowed to go before it came; throws `CLI.USAGE` for a page of which the guard knows nothing. */
async function warningOf(
  site: string,
  { page, tokens = [] }: { page: string; tokens?: readonly string[] },
  { operator }: Session,
): Promise<string> {
  const known = await knownPage(site, page, operator.api);
  if (known.kind === 'unknown') {
    throw usage(
      printable(`The guard knows no page ${page} of ${site}: its first version needs no allowance.`),
      known.instead,
    );
  }
  const absent = tokens.filter((token) => !known.page.tokens.includes(token));
  if (absent.length === 0) return '';
  const has = known.page.tokens.length === 0 ? 'It has none' : `It has ${firstFew(known.page.tokens)}`;
  return `\n  beware: not on this page now: ${firstFew(absent)}. ${has}.`;
}

async function withdraw(
  site: string,
  page: string,
  { id, session }: { id: string; session: Session },
): Promise<Outcome> {
  const { api } = session.operator;
  const { allowances } = await api.page(site, page);
  const found = allowances.find((allowance) => allowance.id === id);
  if (!found) {
    throw usage(`${page} has no allowance ${id} (any more).`, `See them with \`npx holdfast allowances ${site}\`.`);
  }
  const change = `withdraw from ${page} of ${site}\n  ${allowed(found)}, until ${utcMinute(found.until)}\n  ${found.by}: ${found.reason}`;
  if ((await session.ask(printableLines(change))) === 'dry-run')
    return done({ site, allowance: found, done: false }, '');
  const withdrawn = await api.withdraw(site, page, id);
  return done(
    { site, allowance: withdrawn, done: true },
    printable(`Not allowed on ${page} any more: ${allowed(found)}.`),
  );
}

function whatOf(input: Input): { codes: FindingCode[]; tokens: string[] } {
  const tokens = optionTexts(input, 'token').map((token) => token.trim());
  const codes = optionTexts(input, 'code').map(codeOf);
  if (tokens.some((token) => token === '' || token.length > 200)) {
    throw usage('A token has 1 to 200 characters.', 'See them with `npx holdfast tokens`.');
  }
  if (codes.length + tokens.length > 0) return { codes, tokens };
  throw usage('What is to be allowed is missing.', 'Write e.g. --token STRIPE_CHECKOUT, or --code page.deleted.');
}

function codeOf(text: string): FindingCode {
  const known = FINDING_CODES.filter((code) => code !== 'page.unreadable');
  const found = known.find((code) => code === text);
  if (found) return found;
  const guess = didYouMean(text, known);
  const hint = guess === undefined ? `Findings are: ${known.join(', ')}.` : `Did you mean ${guess}?`;
  throw usage(`"${printable(text)}" is no finding that can be allowed.`, hint);
}

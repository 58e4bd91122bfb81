import { proofLines } from '../../lib/deploy/proof.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { switchedOn, type Command } from '../command.ts';
import { done, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable, printableCommand } from '../printable.ts';
import { failedOf } from '../verify/check.ts';
import { lookAtAll, type Looked, type Verified } from '../verify/look-at.ts';
import { recordAll } from '../verify/record.ts';
import { showAllStaged, showChecks } from '../verify/show-staged.ts';
import { pathOf, type StagedPage } from '../verify/staged-page.ts';
import { utcMinute } from '../when.ts';

export const verify: Command = {
  name: 'verify <site> <pages...>',
  summary: 'accept what is on staging of pages, after checks and pictures: only exactly these bytes can be promoted',
  options: [['--no-screenshot', 'make no pictures, as with --dry-run']],
  examples: [
    'npx holdfast verify demo booking/index.html',
    'npx holdfast verify demo index.html booking/index.html',
    'npx holdfast verify demo booking/index.html --dry-run --json',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const named = input.args.slice(1).filter((arg) => arg !== undefined);
    const paths = [...new Set(named.map((each) => pathOf(site, each)))];
    const pictures = input.options['screenshot'] !== false && !switchedOn(input, 'dryRun');
    const { verified, looked } = await lookAtAll(site, paths, session, { pictures });
    if (looked.length === 0) return already(site, verified);
    const failed = looked.some(({ checks }) => failedOf(checks).length > 0);
    if (failed && switchedOn(input, 'yes') && !switchedOn(input, 'dryRun')) return unaccepted(site, looked);
    const now = session.now();
    const answer = await session.ask(showAllStaged(looked, now));
    const proof = looked.map((one) => ({ ...one.proof, lines: proofLines(one.proof, now) }));
    const before = verified.map(verifiedValue);
    if (answer === 'dry-run') {
      const value = { site: site.name, pages: [...looked.map(lookedValue), ...before], proof, done: false };
      return { ...done(value, ''), exitCode: failed ? 3 : 0 };
    }
    const recorded = await recordAll(looked, session);
    const pages = looked.map((one, at) => ({ ...lookedValue(one), verification: recorded[at]?.verification }));
    const next = [promoteOf(site, paths)];
    const value = { site: site.name, pages: [...pages, ...before], proof, next, done: true };
    return done(value, [...verifiedText(site, recorded), ...steps(next)].join('\n'));
  },
};

const namesOf = ({ path, version, inspected }: StagedPage) => ({
  page: inspected.now.ref.key,
  path,
  identity: version.identity,
  sha256: version.sha256,
});

const lookedValue = ({ staged, checks, at, files }: Looked) => ({
  ...namesOf(staged),
  checks,
  addresses: at,
  screenshots: files,
});

const verifiedValue = ({ staged, verification }: Verified) => ({ ...namesOf(staged), verification, already: true });

function verifiedText({ name }: Site, recorded: readonly Verified[]): string[] {
  const by = recorded[0]?.verification.by;
  const few = firstFew(recorded.map(({ staged }) => staged.path));
  const pages = recorded.length === 1 ? few : `${counted(recorded.length, 'page')} (${few})`;
  return [printable(`Verified: ${pages} of ${name}, as ${by}.`)];
}

function already(site: Site, verified: readonly Verified[]): Outcome {
  const told = verified.map(({ staged: { path }, verification: { by, at } }) =>
    printable(`${path} of ${site.name}, as it is on staging, was verified by ${by}, ${utcMinute(at)}.`),
  );
  const paths = verified.map(({ staged }) => staged.path);
  const next = [promoteOf(site, paths)];
  const value = { site: site.name, pages: verified.map(verifiedValue), already: true, next };
  return done(value, [...told, ...steps(next)].join('\n'));
}

/** `--yes` is for scripts: nobody looked. */
function unaccepted(site: Site, looked: readonly Looked[]): Outcome {
  const wrong = looked.filter(({ checks }) => failedOf(checks).length > 0);
  const words = wrong.map(({ staged }) => shellWord(staged.path)).join(' ');
  const next = `A person: npx holdfast verify ${site.name} ${words}, and say yes to what failed; or put it right and deploy again.`;
  const obstacles = wrong.flatMap(({ staged: { path }, checks }) =>
    failedOf(checks).map(({ says }) => ({ rule: 'D2', path, says, next }) as const),
  );
  const text = [
    'Nothing was verified: with --yes every check must be passed.',
    ...wrong.map(({ staged: { path }, checks }) => `${printable(`${path}:`)}\n${showChecks(checks)}`),
    ...steps([next]),
  ].join('\n');
  const pages = looked.map(lookedValue);
  return { exitCode: 3, value: { site: site.name, pages, obstacles, next: [next], done: false }, text };
}

const steps = (next: readonly string[]): string[] => next.map((step) => printableCommand(`→ ${step}`));

const promoteOf = ({ name }: Site, paths: readonly string[]): string =>
  `Bring ${paths.length === 1 ? 'it' : 'them'} to production: npx holdfast promote ${name} ${paths.map(shellWord).join(' ')}`;

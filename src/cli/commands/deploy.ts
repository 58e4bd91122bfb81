import { isThere, type Inspection } from '../../lib/deploy/inspection.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Workspace } from '../../lib/deploy/workspace.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Input, type Session } from '../command.ts';
import { alreadyThere } from '../deploy/already-there.ts';
import { carryOut } from '../deploy/carry-out.ts';
import { changeOf, CHANGE_OPTION } from '../deploy/change-option.ts';
import { keepCopies } from '../deploy/keep-copies.ts';
import { localFiles } from '../deploy/local-files.ts';
import { prepareDeploy, prepareResume } from '../deploy/prepare.ts';
import { obstaclesOf, refused } from '../deploy/refused.ts';
import { inspectionValue, showProof, showRelease } from '../deploy/show-inspection.ts';
import { done, usage, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable } from '../printable.ts';
import { openWorkspace } from '../workspace.ts';

export const deploy: Command = {
  name: 'deploy <site> [files...]',
  summary:
    'write local files to staging, and to staging only: every file that is not as it was pulled, or the named ones',
  options: [
    CHANGE_OPTION,
    ['--keep', 'keep what is overwritten as files, too: releases/<file>.staging.<time>'],
    ['--no-wait', 'purge, and do not wait until visitors get it'],
    ['--resume [release]', 'go on with a deploy that was broken off: the newest, or this one'],
  ],
  examples: [
    'npx holdfast deploy demo index.html',
    'npx holdfast deploy demo --change "new fares for the summer"',
    'npx holdfast deploy demo booking/ assets/app.js --dry-run',
    'npx holdfast deploy demo --resume',
  ],
  exits: [0, 1, 2, 3, 4, 5, 6, 7],
  writes: true,
  check(input) {
    const resumes = resumeOf(input);
    if (changeOf(input) === undefined || resumes === undefined) return;
    throw usage('A deploy that is gone on with has its change already.', 'Leave out --change, or --resume.');
  },
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const workspace = await openWorkspace(site.name, { cwd: process.cwd() });
    const prepared = await prepare(input, site, { session, workspace });
    if (prepared.kind === 'nothing') return prepared.outcome;
    return write(input, prepared.inspection, { session, workspace });
  },
};

type Hands = { readonly session: Session; readonly workspace: Workspace };

type Prepared =
  | { readonly kind: 'inspected'; readonly inspection: Inspection }
  | { readonly kind: 'nothing'; readonly outcome: Outcome };

async function prepare(input: Input, site: Site, hands: Hands): Promise<Prepared> {
  const resume = resumeOf(input);
  if (resume !== undefined) {
    return {
      kind: 'inspected',
      inspection: await prepareResume({ site, ...(resume !== '' && { id: resume }) }, hands),
    };
  }
  const named = input.args.slice(1).filter((arg) => arg !== undefined);
  const { paths, unnamed } = await localFiles(hands.workspace, named, process.cwd());
  if (paths.length === 0) return { kind: 'nothing', outcome: nothing(site.name, unnamed) };
  const change = changeOf(input);
  const inspection = await prepareDeploy({ site, paths, ...(change !== undefined && { change }) }, hands);
  return { kind: 'inspected', inspection };
}

async function write(input: Input, inspection: Inspection, { session, workspace }: Hands): Promise<Outcome> {
  const dryRun = switchedOn(input, 'dryRun');
  const obstacles = obstaclesOf(inspection, { yes: switchedOn(input, 'yes') });
  if (obstacles.length > 0) return refused(inspection, obstacles, { quiet: dryRun }, session);
  if (isThere(inspection) && !inspection.resumes) {
    return alreadyThere(input, inspection, 'Nothing to deploy: staging has all of it already.', session);
  }
  const answer = await session.ask(`${showRelease(inspection)}\n\n${showProof(inspection, session.now())}`);
  if (answer === 'dry-run') return done({ ...inspectionValue(inspection, session.now()), done: false, next: [] }, '');
  const kept = switchedOn(input, 'keep') ? await keepCopies(inspection, { session, workspace }) : [];
  const { value, text, exitCode } = await carryOut(inspection, optionsOf(input, inspection), session);
  const copies = kept.length === 0 ? '' : `\nKept as ${printable(firstFew(kept))}`;
  return { exitCode, value: { ...Object(value), ...(kept.length > 0 && { kept }) }, text: `${text}${copies}` };
}

function optionsOf({ options }: Input, { site, planned, release }: Inspection) {
  const pages = planned.filter(({ kind }) => kind === 'page').map(({ path }) => shellWord(path));
  const verify = `A person: look at ${pages.length === 1 ? 'it' : 'them'} on staging, then npx holdfast verify ${site.name} ${pages.join(' ')}`;
  const promote = `Then npx holdfast promote ${site.name} ${pages.join(' ')}`;
  const withPage = 'Assets go to production with a page: deploy them together with the page that loads them.';
  return {
    wait: options['wait'] !== false,
    next: pages.length === 0 ? [withPage] : [verify, promote],
    resume: `Go on with it: npx holdfast deploy ${site.name} --resume ${release.id}`,
  };
}

function nothing(site: string, unnamed: readonly string[]): Outcome {
  const never = counted(unnamed.length, 'file was', 'files were');
  const more = unnamed.length === 0 ? '' : ` ${never} never pulled and must be named: ${printable(firstFew(unnamed))}`;
  const text = `Nothing to deploy to staging of ${site}: every file that is here is as it was pulled.${more}`;
  return done({ site, target: 'staging', done: false, proof: [], obstacles: [], next: [], unnamed }, text);
}

/** The release that is gone on with; empty text for the newest, `undefined` for a new one. */
function resumeOf(input: Input): string | undefined {
  return switchedOn(input, 'resume') ? '' : optionText(input, 'resume');
}

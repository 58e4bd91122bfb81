import { classify } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Input, type Session } from '../command.ts';
import { usage, type ExitCode, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable, printableLines } from '../printable.ts';
import type { Meant } from '../workspace/meant.ts';
import type { LookDeps, PulledFile } from '../workspace/pull-file.ts';
import type { PullReport } from '../workspace/show-pull.ts';

export const pull: Command = {
  name: 'pull <site> [page...]',
  summary:
    'fetch the live pages, or these, and record what each file is made from; what you changed is never touched, but told',
  options: [
    ['--to <folder>', "the folder of the site's files, where nothing was pulled yet (else the current one)"],
    ['--assets', 'fetch the assets, too; one that is named is fetched anyway'],
    ['--force', 'take the live version also where you changed the file, which is kept under .holdfast/'],
    ['--merged', 'these pages have been merged with the live version that diff kept: they are made from it now'],
  ],
  examples: [
    'npx holdfast pull demo --to site',
    'npx holdfast pull demo booking/index.html',
    'npx holdfast pull demo booking/index.html --merged',
  ],
  exits: [0, 1, 2, 3, 4, 5, 6, 7],
  writes: true,
  check({ args: [, ...pages], options }) {
    if (options['merged'] === true && pages.length === 0) {
      throw usage('--merged needs the pages that were merged.', 'Name them: npx holdfast pull <site> <page> --merged.');
    }
    if (options['merged'] === true && options['force'] === true) {
      throw usage('--merged keeps the file, --force replaces it.', 'Choose one of them.');
    }
  },
  async run(input, session) {
    const [name, ...pages] = input.args.filter((arg) => arg !== undefined);
    const site = chooseSite(session.sites, name);
    const { pullFolder } = await import('../workspace/pull-folder.ts');
    const workspace = await pullFolder(site.name, optionText(input, 'to'), process.cwd());
    const { stores, target } = session.operator;
    const deps = { ...stores, production: target(site.production.bucket), workspace, now: session.now };
    return switchedOn(input, 'merged') ? merged(site, pages, input, deps) : fetched(site, pages, input, session, deps);
  },
};

async function fetched(
  site: Site,
  pages: readonly string[],
  input: Input,
  session: Session,
  deps: LookDeps,
): Promise<Outcome> {
  const { meant, skipped } = await meantOf(site, pages, input, session, deps);
  const { pullFiles } = await import('../workspace/pull-files.ts');
  const choice = { force: switchedOn(input, 'force'), dryRun: switchedOn(input, 'dryRun') };
  const all = { ...deps, progress: session.progress };
  if (choice.force && !choice.dryRun) {
    const planned = await pullFiles(site, meant, { ...choice, dryRun: true }, all);
    const loses = planned.filter(({ did }) => did === 'replaced').map(({ path }) => path);
    const change = `Your changes in ${counted(loses.length, 'file')} are moved to .holdfast/replaced/: ${firstFew(loses)}`;
    if (loses.length > 0) await session.askOf(deps.workspace.root, printable(change));
  }
  const files = await pullFiles(site, meant, choice, all);
  if (!choice.dryRun) await deps.workspace.record(new Map());
  return outcomeOf(site, { root: deps.workspace.root, files, skipped, dryRun: choice.dryRun });
}

/** The files that are meant: what is live, and what was pulled once. */
async function meantOf(site: Site, pages: readonly string[], input: Input, session: Session, deps: LookDeps) {
  const [{ liveFiles, namedPaths }, { clashes }] = await Promise.all([
    import('../workspace/meant.ts'),
    import('../../lib/deploy/pulled-path.ts'),
  ]);
  const { workspace, production } = deps;
  const [live, bases] = await Promise.all([liveFiles(site, production, session.progress), workspace.bases()]);
  const all = new Map<string, Meant>([...bases.keys()].map((path) => [path, { path, kind: kindOf(site, path) }]));
  for (const [path, file] of live.files) all.set(path, file);
  const usual = [...all.values()].filter(
    ({ path, kind }) => kind === 'page' || bases.has(path) || switchedOn(input, 'assets'),
  );
  const known = { all: new Set(all.keys()), usual: new Set(usual.map(({ path }) => path)) };
  const paths = [...namedPaths(known, pages, { root: workspace.root, cwd: process.cwd() })];
  const clashing = clashes([...known.usual.union(new Set(paths))], workspace.foldsCase);
  const meant = paths.flatMap((path) => (clashing.has(path) ? [] : (all.get(path) ?? [])));
  const left = paths.flatMap((path) => {
    const reason = clashing.get(path);
    return reason === undefined ? [] : [{ path, reason }];
  });
  return { meant, skipped: [...left, ...(pages.length === 0 ? live.skipped : [])] };
}

const kindOf = (site: Site, path: string): Meant['kind'] =>
  classify(site, site.production.prefix + path) === 'asset' ? 'asset' : 'page';

async function merged(site: Site, pages: readonly string[], input: Input, deps: LookDeps): Promise<Outcome> {
  const [{ pullMerged }, { pathsOf }] = await Promise.all([
    import('../workspace/pull-merged.ts'),
    import('../workspace.ts'),
  ]);
  const dryRun = switchedOn(input, 'dryRun');
  const paths = await pathsOf(deps.workspace, pages, process.cwd());
  const files = await pullMerged(site, paths, dryRun, deps);
  const next = [`See what is yours now: npx holdfast diff ${site.name}`, `Then: npx holdfast deploy ${site.name}`];
  const what = files.map(({ path, state }) => `${path}: made from the live version now, and ${state}.`);
  const said = dryRun ? [...what, 'Nothing was changed (--dry-run).'] : what;
  return {
    exitCode: 0,
    value: { site: site.name, root: deps.workspace.root, files, skipped: [], dryRun, next },
    text: shown(said, next),
  };
}

async function outcomeOf(site: Site, report: PullReport): Promise<Outcome> {
  const { showPull, pullNext } = await import('../workspace/show-pull.ts');
  const next = pullNext(site, report, process.cwd());
  const value = { site: site.name, ...report, next };
  return { exitCode: exitCodeOf(report.files), value, text: `${showPull(site, report)}\n${shown([], next)}` };
}

function exitCodeOf(files: readonly PulledFile[]): ExitCode {
  if (files.some(({ did }) => did === 'failed')) return 1;
  return files.some(({ state }) => state === 'diverged') ? 6 : 0;
}

const shown = (lines: readonly string[], next: readonly string[]): string =>
  printableLines([...lines, ...next.map((step) => `→ ${step}`)].join('\n'));

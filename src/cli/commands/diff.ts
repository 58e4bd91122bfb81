import pMap from 'p-map';
import { isProductionAhead } from '../../lib/deploy/states.ts';
import type { Base, Workspace } from '../../lib/deploy/workspace.ts';
import { classify } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { switchedOn, type Command, type Input, type Session } from '../command.ts';
import { isKeptCopy } from '../deploy/keep-copy.ts';
import type { ExitCode } from '../outcome.ts';
import { counted, printableLines } from '../printable.ts';
import type { DiffDeps, Sides } from '../workspace/diff-file.ts';
import type { LiveFiles, Meant } from '../workspace/meant.ts';
import type { MergeDeps, MergeSteps } from '../workspace/merge-steps.ts';

/** Lines of one file that are shown. */
const LINES = 50;
const ALL_LINES = 1_000_000;

/** Files whose bytes are held at once. */
const AT_ONCE = 8;

export const diff: Command = {
  name: 'diff <site> [page...]',
  summary:
    'what your files have that is not live, and the other way round; keeps what diverged for merging, and says how',
  options: [
    ['--all', `all lines, not ${LINES} of each file`],
    ['--stat', 'how much differs, without the lines'],
    ['--exit-code', 'end with 6 when anything differs'],
  ],
  examples: [
    'npx holdfast diff demo',
    'npx holdfast diff demo booking/index.html --all',
    'npx holdfast diff demo --stat',
  ],
  exits: [0, 1, 2, 4, 6, 7],
  writes: false,
  async run(input, session) {
    const [name, ...pages] = input.args.filter((arg) => arg !== undefined);
    const site = chooseSite(session.sites, name);
    const { openWorkspace } = await import('../workspace.ts');
    const workspace = await openWorkspace(site.name, { cwd: process.cwd() });
    const { target, stores } = session.operator;
    const { snapshots } = stores;
    const deps = { workspace, production: target(site.production.bucket), snapshots, now: session.now };
    const { meant, bases, notPulled } = await meantOf(site, pages, { ...deps, progress: session.progress });
    const { files, merges } = await compared(site, meant, bases, input, { ...deps, progress: session.progress });
    const report = { root: workspace.root, files, merges, notPulled };
    const { showFiles, diffNext } = await import('../workspace/show-files.ts');
    const next = diffNext(site, report);
    const steps = printableLines(next.map((step) => `→ ${step}`).join('\n'));
    const text = [showFiles(site, report, switchedOn(input, 'stat')), ...(next.length > 0 ? [steps] : [])].join('\n');
    return {
      exitCode: exitCodeOf(files, switchedOn(input, 'exitCode')),
      value: { site: site.name, ...report, next },
      text,
    };
  },
};

type Deps = DiffDeps &
  MergeDeps & { readonly production: Parameters<typeof import('../workspace/meant.ts').liveFiles>[1] } & Pick<
    Session,
    'progress'
  >;

/** The files that are compared: what was pulled, what is here, and what was named. */
async function meantOf(site: Site, pages: readonly string[], deps: Deps) {
  const { liveFiles, namedPaths } = await import('../workspace/meant.ts');
  const { workspace, production, progress } = deps;
  const [live, bases, here] = await Promise.all([
    liveFiles(site, production, progress),
    workspace.bases(),
    filesHere(site, workspace),
  ]);
  const usual = new Set([...bases.keys(), ...[...here].filter(([, kind]) => kind === 'page').map(([path]) => path)]);
  const all = new Set([...usual, ...here.keys(), ...live.files.keys()]);
  const named = [...namedPaths({ all, usual }, pages, { root: workspace.root, cwd: process.cwd() })];
  const meant = named.map((path): Meant => live.files.get(path) ?? { path, kind: kindOf(site, path) });
  return { meant, bases, notPulled: pages.length > 0 ? [] : notPulledOf(live, usual) };
}

function notPulledOf({ files }: LiveFiles, known: ReadonlySet<string>): readonly string[] {
  return [...files.values()].filter(({ path, kind }) => kind === 'page' && !known.has(path)).map(({ path }) => path);
}

async function filesHere(site: Site, workspace: Pick<Workspace, 'files'>): Promise<ReadonlyMap<string, Meant['kind']>> {
  const files = await workspace.files();
  const ours = files.filter(
    ({ path }) => !isKeptCopy(path) && classify(site, site.production.prefix + path) !== 'other',
  );
  return new Map(ours.map(({ path }) => [path, kindOf(site, path)]));
}

const kindOf = (site: Site, path: string): Meant['kind'] =>
  classify(site, site.production.prefix + path) === 'asset' ? 'asset' : 'page';

async function compared(
  site: Site,
  meant: readonly Meant[],
  bases: ReadonlyMap<string, Base>,
  input: Input,
  deps: Deps,
) {
  const [{ diffFile }, { mergeSteps }] = await Promise.all([
    import('../workspace/diff-file.ts'),
    import('../workspace/merge-steps.ts'),
  ]);
  const maxLines = switchedOn(input, 'all') || switchedOn(input, 'json') ? ALL_LINES : LINES;
  let looked = 0;
  const each = await pMap(
    meant,
    async (one) => {
      const sides: Sides = await diffFile(site, one, bases.get(one.path), maxLines, deps);
      const steps = sides.file.state === 'diverged' ? await mergeSteps(site, sides, process.cwd(), deps) : undefined;
      deps.progress(`compared ${(looked += 1)} of ${counted(meant.length, 'file')}`);
      return { file: sides.file, merges: steps ? [steps] : ([] as MergeSteps[]) };
    },
    { concurrency: AT_ONCE },
  );
  return { files: each.map(({ file }) => file), merges: each.flatMap(({ merges }) => merges) };
}

function exitCodeOf(files: readonly Sides['file'][], strict: boolean): ExitCode {
  if (files.some(({ state }) => isProductionAhead(state))) return 4;
  return strict && files.some(({ state }) => state !== 'equal') ? 6 : 0;
}

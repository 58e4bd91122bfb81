import pMap from 'p-map';
import { AT_ONCE } from '../../lib/deploy/inspect-deps.ts';
import { isThere, type Inspection } from '../../lib/deploy/inspection.ts';
import { MOST_OF_ASSET } from '../../lib/deploy/inspect-asset.ts';
import { rebased } from '../../lib/deploy/pulled-live.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Workspace } from '../../lib/deploy/workspace.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { chooseSite } from '../choose-site.ts';
import { switchedOn, type Command, type Input, type Session } from '../command.ts';
import { alreadyThere } from '../deploy/already-there.ts';
import { carryOut } from '../deploy/carry-out.ts';
import { keepCopies } from '../deploy/keep-copies.ts';
import { preparePromote } from '../deploy/prepare.ts';
import { obstaclesOf, refused } from '../deploy/refused.ts';
import { inspectionValue, showProof, showRelease } from '../deploy/show-inspection.ts';
import { done, type Outcome } from '../outcome.ts';
import { firstFew, printable } from '../printable.ts';
import { openWorkspace } from '../workspace.ts';

export const promote: Command = {
  name: 'promote <site> <pages...>',
  summary: 'copy exactly the bytes that were verified on staging to production, assets of their release first',
  options: [
    ['--keep', 'keep what is overwritten as files, too: releases/<file>.prod.<time>'],
    ['--no-wait', 'purge, and do not wait until visitors get it'],
  ],
  examples: [
    'npx holdfast promote demo index.html',
    'npx holdfast promote demo index.html booking/index.html --dry-run',
  ],
  exits: [0, 1, 2, 3, 4, 5, 6, 7],
  writes: true,
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const keep = switchedOn(input, 'keep');
    const workspace = await workspaceOf(site.name, keep);
    const paths = [...new Set(input.args.slice(1).filter((arg) => arg !== undefined))];
    const inspection = await preparePromote({ site, paths }, { session });
    return write(input, inspection, { session, workspace });
  },
};

type Hands = { readonly session: Session; readonly workspace: Workspace | undefined };

async function write(input: Input, inspection: Inspection, { session, workspace }: Hands): Promise<Outcome> {
  const dryRun = switchedOn(input, 'dryRun');
  const obstacles = obstaclesOf(inspection, { yes: switchedOn(input, 'yes') });
  if (obstacles.length > 0) return refused(inspection, obstacles, { quiet: dryRun }, session);
  if (isThere(inspection) && !inspection.resumes) return there(input, inspection, { session, workspace });
  const answer = await session.ask(`${showRelease(inspection)}\n\n${showProof(inspection, session.now())}`);
  if (answer === 'dry-run') return done({ ...inspectionValue(inspection, session.now()), done: false, next: [] }, '');
  const kept = workspace && switchedOn(input, 'keep') ? await keepCopies(inspection, { session, workspace }) : [];
  const carried = await carryOut(inspection, optionsOf(input, inspection), session);
  const moved = await moveBases(
    inspection,
    carried.written.written.map(({ path }) => path),
    { session, workspace },
  );
  const more = [
    ...(kept.length > 0 ? [`Kept as ${printable(firstFew(kept))}`] : []),
    ...(moved.left.length > 0 ? [leftText(inspection.site.name, moved.left)] : []),
  ];
  return {
    exitCode: carried.exitCode,
    value: { ...Object(carried.value), ...(kept.length > 0 && { kept }), bases: moved },
    text: [carried.text, ...more].join('\n'),
  };
}

/** What was verified is in production already: the bases may still have to move, but in a dry run. */
async function there(input: Input, inspection: Inspection, { session, workspace }: Hands): Promise<Outcome> {
  const paths = inspection.planned.map(({ path }) => path);
  const folder = switchedOn(input, 'dryRun') ? undefined : workspace;
  const bases = await moveBases(inspection, paths, { session, workspace: folder });
  const says = 'Nothing to promote: production has exactly this already.';
  const outcome = await alreadyThere(input, inspection, says, session);
  return { ...outcome, value: { ...Object(outcome.value), bases } };
}

function optionsOf({ options }: Input, { site, planned }: Inspection) {
  const pages = planned.filter(({ kind }) => kind === 'page').map(({ path }) => shellWord(path));
  return {
    wait: options['wait'] !== false,
    next: [`See what the guard says of it: npx holdfast status ${site.name}`],
    resume: `Go on with it: npx holdfast promote ${site.name} ${pages.join(' ')}`,
  };
}

/** A local file whose bytes are in production now is made from them. */
async function moveBases(
  { site, target, planned }: Inspection,
  paths: readonly string[],
  { session, workspace }: Hands,
): Promise<{ readonly moved: readonly string[]; readonly left: readonly string[] }> {
  if (!workspace) return { moved: [], left: [] };
  const bucket = session.operator.target(target.bucket);
  const options = { limits: site.policy.limits, now: session.now() };
  const asked = new Set(paths);
  const found = await pMap(
    planned.filter(({ path }) => asked.has(path)),
    async ({ path, key, identity }) => {
      const live = await bucket.live(key, MOST_OF_ASSET);
      return [path, live?.identity === identity ? await rebased(workspace, path, live, options) : undefined] as const;
    },
    { concurrency: AT_ONCE },
  );
  const moved = new Map(found.flatMap(([path, base]) => (base ? [[path, base] as const] : [])));
  if (moved.size > 0) await workspace.record(moved);
  return { moved: [...moved.keys()], left: found.flatMap(([path, base]) => (base ? [] : [path])) };
}

function leftText(site: string, paths: readonly string[]): string {
  return printable(`Your files are not what is live: ${firstFew(paths)}. Before you go on: npx holdfast pull ${site}`);
}

async function workspaceOf(site: string, needed: boolean): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(site, { cwd: process.cwd() });
  } catch (error) {
    if (!needed && error instanceof HoldfastError && error.code === 'WORKSPACE.MISSING') return undefined;
    throw error;
  }
}

import { baseCopy, baseOf, pulledLive, type Pulled } from '../../lib/deploy/pulled-live.ts';
import { mergeFault, type MergeFault } from '../../lib/deploy/pulled-merge.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Base } from '../../lib/deploy/workspace.ts';
import type { Site } from '../../lib/site/site.ts';
import { sha256 } from '../../lib/site/version.ts';
import { refusal } from '../outcome.ts';
import { keptMerge, mergeNames, type KeptMerge } from './merge-files.ts';
import type { PulledFile } from './pull-file.ts';
import type { LookDeps } from './pull-file.ts';

/** A merge that counts: the file has what the live version has, and is made from it now. */
interface Merged {
  readonly path: string;
  readonly seen: string;
  readonly base: Base;
  readonly plain: Uint8Array;
}

/**
 * Moves the bases of merged pages to the live version that was kept for merging. All of them or none: throws `CLI.REFUSED`
 * where one is not merged, and `DEPLOY.AHEAD` where production moved on since.
 */
export async function pullMerged(
  site: Site,
  paths: readonly string[],
  dryRun: boolean,
  deps: LookDeps,
): Promise<readonly PulledFile[]> {
  const bases = await deps.workspace.bases();
  const merges: Merged[] = [];
  for (const path of paths) merges.push(await mergedOf(site, path, bases.get(path), deps));
  if (!dryRun) await record(site, merges, deps);
  return merges.map(({ path, seen, base }) => {
    const state = seen === base.sha256 ? 'equal' : 'ahead';
    return { path, kind: 'page', did: 'recorded', state, local: seen, live: base.sha256, base };
  });
}

async function record(site: Site, merges: readonly Merged[], { workspace }: LookDeps): Promise<void> {
  for (const { path, plain } of merges) await workspace.keep(baseCopy(site.name, path), plain);
  const placed = await workspace.place(merges.map(({ path, seen, base }) => ({ path, seen, base })));
  const failed = merges.filter((_, index) => placed[index]?.kind !== 'placed').map(({ path }) => path);
  if (failed.length === 0) return;
  const hint = 'Save them, then run it again.';
  throw new HoldfastError('DEPLOY.LOST', `They were changed meanwhile: ${failed.join(', ')}.`, { hint });
}

async function mergedOf(site: Site, path: string, base: Base | undefined, deps: LookDeps): Promise<Merged> {
  const [local, live] = await Promise.all([
    deps.workspace.read(path),
    pulledLive(site.production.prefix + path, site.policy.limits, deps),
  ]);
  if (!local) throw refusal(`${path} is not here.`, `Take the live one: npx holdfast pull ${site.name}.`);
  if (live?.kind !== 'pulled') {
    throw refusal(`There is nothing live to merge ${path} with.`, `See: npx holdfast diff ${site.name}.`);
  }
  const seen = sha256(local);
  const merged = { path, seen, base: baseOf(live.version, live.sha256, deps.now()), plain: live.plain };
  if (seen === live.sha256) return merged;
  if (base?.sha256 === live.sha256) {
    throw refusal(`${path} needs no merge: production did not move on.`, `See: npx holdfast diff ${site.name}.`);
  }
  await checkMerge(site, path, { local, live }, deps);
  return merged;
}

async function checkMerge(
  { name }: Site,
  path: string,
  { local, live }: { local: Uint8Array; live: Extract<Pulled, { kind: 'pulled' }> },
  { workspace }: LookDeps,
): Promise<void> {
  const hint = `Begin with: npx holdfast diff ${name}. It keeps what is needed, and says how to merge.`;
  const kept = await keptMerge(workspace, path);
  if (!kept) throw refusal(`Nothing was kept for merging ${path}.`, hint);
  if (kept.live.identity !== live.version.identity) {
    const moved = `Production moved on since ${path} was kept for merging: there is a newer version.`;
    throw new HoldfastError('DEPLOY.AHEAD', moved, { hint });
  }
  const fault = await faultOf(path, { local, live: live.plain }, kept, workspace);
  if (fault) throw refusalOf(path, fault);
}

async function faultOf(
  path: string,
  { local, live }: { local: Uint8Array; live: Uint8Array },
  kept: KeptMerge,
  workspace: LookDeps['workspace'],
): Promise<MergeFault | undefined> {
  const base = await workspace.kept(mergeNames(workspace.site, path).base);
  const known = base && sha256(base) === kept.base ? base : undefined;
  return mergeFault({
    local: textOf(local),
    live: textOf(live),
    untouched: sha256(local) === kept.local,
    ...(known && { base: textOf(known) }),
  });
}

/** Bytes as characters, one for one: lines are compared, whatever they are written in. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function refusalOf(path: string, fault: MergeFault): HoldfastError {
  if (fault.kind === 'conflicts') {
    const where = fault.lines.slice(0, 5).join(', ');
    return refusal(
      `${path} still has conflict markers, in the lines ${where}.`,
      'Choose what stays there, then run it again.',
    );
  }
  const lines = fault.lacks.length;
  const lacks = `${path} was not merged: it is as it was, and lacks ${lines} of the lines that the live page has.`;
  return refusal(lacks, 'Run the git merge-file command that diff shows, then run this again.');
}

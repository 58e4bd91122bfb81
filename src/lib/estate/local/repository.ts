import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { gone } from '../../capture/failure.ts';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { git, gitBytes, gitIfAny } from './git.ts';
import { remotesOf } from './remotes.ts';
import { withScratch, type Repository } from './scratch.ts';
import { workingTree } from './uncommitted.ts';

export const BUNDLE = 'repository.bundle';
export const STATE = 'repository.json';

/** Under it stands in the bundle what was in no commit. */
export const UNCOMMITTED = 'refs/holdfast/uncommitted';

/** What of an earlier capture tells that its bundle is this one, too. */
const KNOWN = z.object({ head: z.unknown(), refs: z.record(z.string(), z.string()) });

/** A repository as one bundle: all refs, all stashes, and what is in no commit yet. It is not written to, and runs nothing of its own. */
export async function captureRepository(resource: Resource, at: string, sink: Sink): Promise<void> {
  const repository = await repositoryAt(at, resource);
  await withScratch(repository, async (scratch) => {
    const { uncommitted, others } = repository.bare
      ? { uncommitted: undefined, others: [] }
      : await workingTree(repository, scratch);
    const refs = {
      ...repository.refs,
      ...(await stashesOf(at, repository.refs)),
      ...(uncommitted && { [UNCOMMITTED]: uncommitted.commit }),
    };
    const state = {
      bare: repository.bare,
      head: repository.head,
      refs,
      uncommitted: uncommitted && { tree: uncommitted.tree, files: uncommitted.files },
      remotes: await remotesOf(at, sink),
      otherRepositories: others,
      shallow: (await git({ cwd: at }, 'rev-parse', '--is-shallow-repository')) === 'true',
    };
    if (sink.fetches && Object.keys(refs).length > 0)
      await bundle(state, sink, () => {
        const names = Object.entries(refs).filter(([name]) => !(name in repository.refs));
        return bundled(scratch.place, names);
      });
    await sink.json(STATE, state);
  });
}

/** The same refs have the same objects: the bundle of an earlier capture serves again. */
async function bundle(state: z.infer<typeof KNOWN>, sink: Sink, make: () => AsyncIterable<Uint8Array>): Promise<void> {
  const before = sink.previous?.file(BUNDLE);
  if (before && sink.previous) {
    const known = KNOWN.parse(await sink.previous.json(STATE));
    const same = JSON.stringify(sorted(known)) === JSON.stringify(sorted(state));
    if (same && (await sink.reuse(BUNDLE, before))) return;
  }
  await sink.bytes(BUNDLE, make());
}

function sorted({ head, refs }: z.infer<typeof KNOWN>) {
  return [head, Object.entries(refs).toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

async function* bundled(place: Parameters<typeof gitBytes>[0], more: readonly (readonly [string, string])[]) {
  for (const [name, id] of more) await git(place, 'update-ref', name, id);
  yield* gitBytes(place, 'bundle', 'create', '--quiet', '-', '--all');
}

async function repositoryAt(at: string, resource: Resource): Promise<Repository> {
  if (!(await stat(at).catch(() => undefined))) throw gone(resource);
  const here = await realpath(at);
  // A folder within a repository is none: git would look above it.
  const place = { cwd: here, env: { GIT_CEILING_DIRECTORIES: path.dirname(here) } };
  const bare = (await git(place, 'rev-parse', '--is-bare-repository')) === 'true';
  if (!bare && (await git(place, 'rev-parse', '--show-toplevel')) !== here) {
    const hint = 'Name the folder of the working tree itself.';
    throw new HoldfastError('LOCAL.GIT', `${at} is not where the working tree of its repository is.`, { hint });
  }
  const branch = await gitIfAny(place, 'symbolic-ref', '--quiet', 'HEAD');
  const lines = await git(place, 'for-each-ref', '--format=%(objectname) %(refname)');
  const refs = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const space = line.indexOf(' ');
      return [line.slice(space + 1), line.slice(0, space)];
    });
  const head = branch === undefined ? { commit: await git(place, 'rev-parse', 'HEAD') } : { branch };
  return { path: here, bare, head, refs: Object.fromEntries(refs) };
}

/** Stashes below the newest one are in its log alone: a bundle takes refs. */
async function stashesOf(cwd: string, refs: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  if (!('refs/stash' in refs)) return {};
  const ids = (await git({ cwd }, 'rev-list', '--walk-reflogs', 'refs/stash', '--')).split('\n').slice(1);
  return Object.fromEntries(ids.map((id, index) => [`refs/holdfast/stash/${index + 1}`, id]));
}

import { fileVersion } from '../../lib/backtest/file-version.ts';
import type { PageHistory } from '../../lib/backtest/page-history.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import { DELETED } from '../../lib/site/version.ts';
import { counted, printable } from '../printable.ts';
import { gitChanges, type GitChange } from './git-changes.ts';
import type { GitObjects } from './git-objects.ts';
import { fileOrFolder, globbed, type GitPaths } from './git-pages.ts';
import { askGit } from './run-git.ts';

/** Which history of a repository is meant. */
export interface GitSource {
  readonly repository: string;
  readonly paths: readonly string[];
  /** Versions of each page, the newest. */
  readonly last: number;
}

/** The pages that were found, and what a person should know of them. */
export interface FoundHistories {
  readonly histories: readonly PageHistory[];
  readonly notes: readonly string[];
}

/** Beyond, a repository takes more memory than it is worth. */
const MOST_VERSIONS = 500_000;

/**
 * The first-parent histories of the files that the paths name. Renames are not followed: as in a bucket, the old page is
 * deleted and a new one begins. Throws `GIT.*` for what git refuses, and for a path that has no history.
 */
export async function gitHistories(
  { repository, paths, last }: GitSource,
  site: Site,
  deps: { objects: GitObjects; progress: (text: string) => void },
): Promise<FoundHistories> {
  const [prefix, shallow] = await Promise.all([
    askGit(repository, ['rev-parse', '--show-prefix']),
    askGit(repository, ['rev-parse', '--is-shallow-repository']),
  ]);
  const found = new Map<string, GitChange[]>();
  for (const written of paths) {
    const changes = await changesOf(written, { repository, prefix, site, last }, deps.progress);
    for (const [file, own] of changes) found.set(file, own);
  }
  const pages = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    histories: pages.map(([key, changes]) => gitHistory(key, changes, site, deps.objects)),
    notes: shallow === 'true' ? ['The clone is shallow: what was before its oldest commit is not known.'] : [],
  };
}

interface Where {
  readonly repository: string;
  readonly prefix: string;
  readonly site: Site;
  readonly last: number;
}

async function changesOf(written: string, where: Where, progress: (text: string) => void) {
  const { prefix, site } = where;
  const asPath = await collected(fileOrFolder(written, prefix, site), where, progress);
  if (asPath.size > 0) return asPath;
  const glob = globbed(written, prefix, site);
  const asGlob = glob && (await collected(glob, where, progress));
  if (asGlob && asGlob.size > 0) return asGlob;
  const hint = `Name a file, a folder whose pages match ${site.pages.join(', ')}, or a glob in quotes, from the folder that --git names.`;
  const message = `The first-parent history of HEAD has no page that ${printable(written)} names.`;
  throw new HoldfastError('GIT.EMPTY', message, { hint });
}

/** Changes by file, newest first. */
async function collected(
  { pathspec, names }: GitPaths,
  { repository, last }: Where,
  progress: (text: string) => void,
): Promise<ReadonlyMap<string, GitChange[]>> {
  const found = new Map<string, GitChange[]>();
  let count = 0;
  for await (const change of gitChanges(repository, pathspec)) {
    if (!names(change.path)) continue;
    const known = found.get(change.path);
    if (known && known.length >= last) continue;
    if (known) known.push(change);
    else found.set(change.path, [change]);
    count += 1;
    progress(`found ${counted(count, 'version')} of ${counted(found.size, 'page')}`);
    if (count <= MOST_VERSIONS) continue;
    const hint = 'Name fewer pages, or read fewer versions of each with --last.';
    throw new HoldfastError('GIT.EXCESS', `There are more than ${MOST_VERSIONS} versions.`, { hint });
  }
  return found;
}

function gitHistory(key: string, newestFirst: readonly GitChange[], site: Site, objects: GitObjects): PageHistory {
  return {
    name: key,
    key,
    judges: 'each',
    async *versions() {
      for (const { commit, at, object } of newestFirst.toReversed()) {
        if (object === undefined) yield { versionId: commit, lastModified: at, deleted: true, identity: DELETED };
        else {
          const content = await objects.read(object, site.policy.limits.bytes);
          yield fileVersion(key, { name: commit, at }, content);
        }
      }
    },
  };
}

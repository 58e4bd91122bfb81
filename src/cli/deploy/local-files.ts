import type { Workspace } from '../../lib/deploy/workspace.ts';
import { sha256 } from '../../lib/site/version.ts';
import { usage } from '../outcome.ts';
import { pathsOf } from '../workspace.ts';
import { isKeptCopy } from './keep-copy.ts';

/** The local files that a command is about. */
export interface LocalFiles {
  readonly paths: readonly string[];
  /** Files that were never pulled; only who names them deploys them. Empty where files were named. */
  readonly unnamed: readonly string[];
}

/** The named files, else every local file that is not as it was pulled. */
export async function localFiles(
  workspace: Pick<Workspace, 'root' | 'files' | 'bases' | 'read'>,
  named: readonly string[],
  cwd: string,
): Promise<LocalFiles> {
  if (named.length === 0) return changedFiles(workspace);
  const paths = await pathsOf(workspace, named, cwd);
  const copies = paths.filter(isKeptCopy);
  if (copies.length < paths.length) return { paths: paths.filter((path) => !isKeptCopy(path)), unnamed: [] };
  throw usage('These are copies that --keep left, and no files of the site.', 'Name the files of the site.');
}

async function changedFiles(workspace: Pick<Workspace, 'files' | 'bases' | 'read'>): Promise<LocalFiles> {
  const [files, bases] = await Promise.all([workspace.files(), workspace.bases()]);
  const [paths, unnamed]: [string[], string[]] = [[], []];
  for (const { path } of files) {
    const base = bases.get(path);
    if (!base && !isKeptCopy(path)) unnamed.push(path);
    const bytes = base && (await workspace.read(path));
    if (bytes && sha256(bytes) !== base.sha256) paths.push(path);
  }
  return { paths, unnamed };
}

import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { findWorkspace, workspaceFolder, type WorkspaceFolder } from '../lib/aws/workspace-folder.ts';
import { whyUnheld } from '../lib/deploy/pulled-path.ts';
import type { Workspace } from '../lib/deploy/workspace.ts';
import { HoldfastError } from '../lib/errors.ts';
import { usage } from './outcome.ts';
import { printable } from './printable.ts';

/** Where a working folder is looked for; `create`: it is this one, also where nothing was pulled yet. */
export interface WorkspacePlace {
  readonly cwd: string;
  readonly create?: string;
}

/** The working folder of a site, found upwards from `cwd`. Throws `WORKSPACE.MISSING`. */
export async function openWorkspace(site: string, { cwd, create }: WorkspacePlace): Promise<WorkspaceFolder> {
  const root = create ?? (await findWorkspace(site, cwd));
  if (root !== undefined) return workspaceFolder(root, site);
  throw new HoldfastError('WORKSPACE.MISSING', `Nothing of ${site} was pulled in ${cwd} or above it.`, {
    hint: `Begin with what is live: npx holdfast pull ${site} (in the folder of the site's files, or with --to <folder>).`,
  });
}

/**
 * Files that were named on the command line as paths of the working folder, each once: from the current folder, else from
 * the root. A folder stands for all files below it. Throws `CLI.USAGE` for what lies outside, goes through a link, or is not there.
 */
export async function pathsOf(
  workspace: Pick<Workspace, 'root' | 'files'>,
  args: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const each = await Promise.all(args.map((arg) => pathsAt(workspace, arg, cwd)));
  return [...new Set(each.flat())];
}

async function pathsAt(workspace: Pick<Workspace, 'root' | 'files'>, arg: string, cwd: string): Promise<string[]> {
  const [fromHere, fromRoot] = [path.resolve(cwd, arg), path.resolve(workspace.root, arg)];
  const here = await lstat(fromHere).catch(() => undefined);
  const found = here ?? (await lstat(fromRoot).catch(() => undefined));
  const absolute = here ? fromHere : fromRoot;
  if (!found) throw usage(`There is no file ${printable(arg)}.`, `Files are named from the folder you are in: ${cwd}.`);
  const relative = await relativeTo(workspace.root, absolute, arg);
  if (found.isDirectory()) return below(workspace, relative, arg);
  if (!found.isFile()) throw usage(`${printable(arg)} is a link, or no file.`, 'Name the file itself.');
  const why = whyUnheld(relative);
  if (why !== undefined) throw usage(`${printable(arg)} is not deployed: ${why}.`, 'Choose another name for it.');
  return [relative];
}

async function below(workspace: Pick<Workspace, 'files'>, folder: string, arg: string): Promise<string[]> {
  const files = await workspace.files();
  const inside = files.map((file) => file.path).filter((file) => folder === '' || file.startsWith(`${folder}/`));
  if (inside.length > 0) return inside;
  throw usage(`There is no file in ${printable(arg)} that could be deployed.`, 'Name a folder of pages, or files.');
}

/** Where a file is below the root, with slashes, after every link on the way to it. */
async function relativeTo(root: string, absolute: string, arg: string): Promise<string> {
  const folder = await realpath(path.dirname(absolute));
  const relative = path.relative(root, path.join(folder, path.basename(absolute)));
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    throw usage(`${printable(arg)} is not in the working folder ${root}.`, `Name files below ${root}.`);
  }
  return relative.split(path.sep).join('/');
}

import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Base, Workspace } from '../deploy/workspace.ts';
import { sha256 } from '../site/version.ts';
import { parseBases, showBases } from './base-file.ts';
import { fileFailure, isAbsent } from './file-failure.ts';
import { underLock } from './file-lock.ts';
import { folderFiles } from './folder-pages.ts';
import { held, OWN_FOLDER, readBelow, writeBelow } from './workspace-files.ts';

/** A file that is settled together with its base. */
export interface Placed {
  readonly path: string;
  /** SHA-256 of the local file as it was seen; absent: there was none. */
  readonly seen?: string;
  /** What is written; absent: the file stays as it is. */
  readonly bytes?: Uint8Array;
  /** What it is made from now; absent: nothing is known of it any more. */
  readonly base?: Base;
}

/** A working folder on this machine. */
export interface WorkspaceFolder extends Workspace {
  /** Whether names that differ in nothing but case are one file here. */
  readonly foldsCase: boolean;
  /**
   * Writes files and their bases, while no other command does. A file that is not as it was seen keeps its base and is
   * left alone; one that could not be written too. Gives what became of each, in order.
   */
  place(files: readonly Placed[]): Promise<readonly Placement[]>;
}

/** `changed`: it was not as it was seen any more. */
export type Placement = { readonly kind: 'placed' | 'changed' } | { readonly kind: 'failed'; readonly says: string };

/** The nearest folder upwards that has the base file of this site; `undefined` where none has. */
export async function findWorkspace(site: string, cwd: string): Promise<string | undefined> {
  for (let folder = await rootOf(cwd); ; folder = path.dirname(folder)) {
    const found = await lstat(path.join(folder, baseFile(site))).catch(() => undefined);
    if (found) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The sites whose files are in this very folder. */
export async function sitesAt(root: string): Promise<readonly string[]> {
  const names = await readdir(path.join(root, OWN_FOLDER)).catch(() => []);
  return names.flatMap((name) => /^base\.(.+)\.json$/.exec(name)?.[1] ?? []);
}

/** The working folder of a site at `root`; nothing is made there before something is written. */
export async function workspaceFolder(root: string, site: string): Promise<WorkspaceFolder> {
  const real = await rootOf(root);
  const file = baseFile(site);
  const read = async (relative: string) => readBelow(real, held(relative));
  const bases = async () => basesOf(await readBelow(real, file), path.join(real, file), site);
  const update = async (change: (bases: Map<string, Base>) => Promise<void>) => {
    await writeOwn(real);
    await underLock(path.join(real, `${file}.lock`), async () => {
      const before = await readBelow(real, file);
      const all = basesOf(before, path.join(real, file), site);
      await change(all);
      const after = showBases(all, site);
      if (!before || new TextDecoder().decode(before) !== after) await writeBelow(real, file, after);
    });
  };
  return {
    site,
    root: real,
    foldsCase: await foldsCase(real),
    bases,
    read,
    write: async (relative, bytes) => writeBelow(real, held(relative), bytes),
    record: (changes) => update(async (all) => apply(all, changes)),
    async place(files) {
      const placements: Placement[] = [];
      await update(async (all) => {
        for (const each of files) placements.push(await placed(each, all));
      });
      return placements;
    },
    files: () => filesOf(real),
    async keep(name, bytes) {
      await writeOwn(real);
      await writeBelow(real, kept(name), bytes);
      return path.join(real, kept(name));
    },
    kept: async (name) => readBelow(real, kept(name)),
  };

  async function placed({ path: relative, seen, bytes, base }: Placed, all: Map<string, Base>): Promise<Placement> {
    try {
      const local = await read(relative);
      const digest = local && sha256(local);
      // Another command may have written the very same meanwhile.
      const there = bytes !== undefined && digest === sha256(bytes);
      if (!there && digest !== seen) return { kind: 'changed' };
      if (bytes && !there) await writeBelow(real, relative, bytes);
      apply(all, new Map([[relative, base]]));
      return { kind: 'placed' };
    } catch (error) {
      return { kind: 'failed', says: fileFailure(`${relative} was not written`, error).message };
    }
  }
}

const baseFile = (site: string): string => `${OWN_FOLDER}/base.${site}.json`;

function apply(all: Map<string, Base>, changes: ReadonlyMap<string, Base | undefined>): void {
  for (const [relative, base] of changes) {
    if (base) all.set(held(relative), base);
    else all.delete(relative);
  }
}

function basesOf(bytes: Uint8Array | undefined, file: string, site: string): Map<string, Base> {
  return bytes ? parseBases(new TextDecoder().decode(bytes), file, site) : new Map();
}

/** Kept copies are in folders of their own, apart from the base files. */
function kept(name: string): string {
  const folder = held(name).split('/')[0] ?? '';
  if (folder === name) throw new Error(`${name} names no folder below ${OWN_FOLDER}`);
  return `${OWN_FOLDER}/${name}`;
}

const IGNORED =
  '# What Holdfast keeps for this folder alone; the base files belong into version control.\n*\n!.gitignore\n!base.*.json\n';

async function writeOwn(root: string): Promise<void> {
  const name = `${OWN_FOLDER}/.gitignore`;
  if ((await readBelow(root, name)) === undefined) await writeBelow(root, name, IGNORED);
}

async function rootOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const above = path.dirname(path.resolve(folder));
    if (isAbsent(error)) return path.join(await rootOf(above), path.basename(path.resolve(folder)));
    throw fileFailure(`${folder} was not opened`, error);
  }
}

/** Asks by a name that nobody gives: the file system finds the folder by it, or does not. */
async function foldsCase(root: string): Promise<boolean> {
  for (const name of [path.join(root, OWN_FOLDER), root]) {
    const [as, other] = await Promise.all([numberOf(name), numberOf(swapped(name))]);
    if (as !== undefined) return as === other && name !== swapped(name);
  }
  return false;
}

/** The same path with the case of its last name turned round. */
function swapped(name: string): string {
  const [last, upper] = [path.basename(name), path.basename(name).toUpperCase()];
  return path.join(path.dirname(name), last === upper ? last.toLowerCase() : upper);
}

async function numberOf(name: string): Promise<number | undefined> {
  return (await lstat(name).catch(() => undefined))?.ino;
}

async function filesOf(root: string): Promise<{ path: string; size: number }[]> {
  try {
    const wellKnown = await lstat(path.join(root, '.well-known')).catch(() => undefined);
    const [all, more] = await Promise.all([
      folderFiles(root),
      wellKnown?.isDirectory() ? folderFiles(path.join(root, '.well-known')) : [],
    ]);
    const under = more.map(({ path: below, size }) => ({ path: `.well-known/${below}`, size }));
    return [...under, ...all.map(({ path: at, size }) => ({ path: at, size }))];
  } catch (error) {
    throw fileFailure(`${root} was not read`, error);
  }
}

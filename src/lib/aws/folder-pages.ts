import { opendir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HoldfastError } from '../errors.ts';
import { fileFailure } from './file-failure.ts';

/** Files that are looked at below one folder. */
const MOST_FILES = 100_000;

/** One file of a folder: its path within it, with slashes, and its size in bytes. */
export interface FolderFile {
  readonly path: string;
  readonly size: number;
  /** Its bytes. Throws `FOLDER.FAILED`. */
  readonly read: () => Promise<Uint8Array>;
}

/**
 * The files below a folder, or a file alone, in the order of their paths. Links are not followed; `node_modules` and
 * what begins with a dot are left out. Throws `FOLDER.MISSING` where there is none, `FOLDER.LARGE` beyond 100,000 files,
 * and `FOLDER.FAILED` for what may not be read.
 */
export async function folderFiles(root: string): Promise<FolderFile[]> {
  const found = await stat(root).catch((cause: unknown) => {
    throw new HoldfastError('FOLDER.MISSING', `${root} cannot be read.`, {
      hint: 'Name a folder of pages, or one.',
      cause,
    });
  });
  if (!found.isDirectory()) return [fileAt(root, basename(root), found.size)];
  const files: FolderFile[] = [];
  await collect(root, '', files).catch((cause: unknown) => {
    throw fileFailure(`${root} was not read`, cause);
  });
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function collect(root: string, below: string, files: FolderFile[]): Promise<void> {
  for await (const entry of await opendir(join(root, below))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) await collect(root, path, files);
    if (!entry.isFile()) continue;
    files.push(fileAt(join(root, path), path, (await stat(join(root, path))).size));
    if (files.length > MOST_FILES) {
      const hint = 'Name the folder that is deployed.';
      throw new HoldfastError('FOLDER.LARGE', `${root} has more than ${MOST_FILES} files.`, { hint });
    }
  }
}

function fileAt(file: string, path: string, size: number): FolderFile {
  const failed = (cause: unknown) => {
    throw fileFailure(`${file} was not read`, cause);
  };
  return { path, size, read: () => readFile(file).catch(failed) };
}

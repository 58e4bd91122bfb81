import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HoldfastError } from '../errors.ts';
import { whyUnheld } from '../deploy/pulled-path.ts';
import { fileFailure, isAbsent } from './file-failure.ts';

/** The folder with what Holdfast keeps of a working folder. */
export const OWN_FOLDER = '.holdfast';

const OWNER_WRITES = 0o200;

/** The bytes of a file below `root`; `undefined` where there is none. Follows no link. Throws `FOLDER.FAILED`. */
export async function readBelow(root: string, relative: string): Promise<Uint8Array | undefined> {
  try {
    if (!(await isPlainFolder(path.dirname(path.join(root, relative))))) return undefined;
    const file = await open(path.join(root, relative), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw fileFailure(`${relative} was not read`, error);
  }
}

/**
 * Replaces a file below `root` as a whole or not at all, and makes its folders. Follows no link, and leaves read-only files
 * as they are. Throws `FOLDER.FAILED`.
 */
export async function writeBelow(root: string, relative: string, bytes: Uint8Array | string): Promise<void> {
  const target = path.join(root, relative);
  try {
    await makeFolder(path.dirname(target));
    const mode = await modeOf(target);
    const temporary = path.join(root, OWN_FOLDER, 'tmp', randomUUID());
    await makeFolder(path.dirname(temporary));
    try {
      await writeDurably(temporary, bytes, mode);
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
    await settle(path.dirname(target));
  } catch (error) {
    throw fileFailure(`${relative} was not written`, error);
  }
}

/** The path as one that is kept below a root; throws `FOLDER.FAILED` for any other. */
export function held(relative: string): string {
  const why = whyUnheld(relative);
  if (why === undefined) return relative;
  const hint = 'Choose another name for it.';
  throw new HoldfastError('FOLDER.FAILED', `${relative} is not kept in a working folder: ${why}.`, { hint });
}

/** Whether the folder is there, and no part of its path a link. Throws when one is. */
async function isPlainFolder(folder: string): Promise<boolean> {
  const real = await realpath(folder).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (real === undefined || real === folder) return real !== undefined;
  const hint = 'Links are not followed, and names must be written as they are: move it, or take it away.';
  throw new HoldfastError('FOLDER.FAILED', `${folder} is really ${real}.`, { hint });
}

/** Makes a folder and those above it, where each that is there is no link. */
async function makeFolder(folder: string): Promise<void> {
  if (await isPlainFolder(folder)) return;
  await makeFolder(path.dirname(folder));
  await mkdir(folder).catch(async (error: unknown) => {
    // Somebody else may make it at the same moment; a file in its place is none.
    if (!(await lstat(folder)).isDirectory()) throw error;
  });
}

/** The rights of the file that is replaced; `undefined` where there is none. */
async function modeOf(target: string): Promise<number | undefined> {
  const found = await lstat(target).catch(() => undefined);
  if (!found) return undefined;
  if (found.isSymbolicLink()) throw reason('ELOOP');
  if (found.isDirectory()) throw reason('EISDIR');
  const { mode } = await stat(target);
  if ((mode & OWNER_WRITES) === 0) throw reason('EACCES');
  return mode & 0o777;
}

function reason(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function writeDurably(temporary: string, bytes: Uint8Array | string, mode: number | undefined): Promise<void> {
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(bytes);
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename last through a power cut, where the system can. */
async function settle(folder: string): Promise<void> {
  const opened = await open(folder, constants.O_RDONLY).catch(() => undefined);
  try {
    await opened?.sync().catch(() => undefined);
  } finally {
    await opened?.close();
  }
}

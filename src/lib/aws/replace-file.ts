import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { HoldfastError } from '../errors.ts';

/** The text of a configuration; throws `CONFIG.MISSING` where it cannot be read. */
export async function readConfig(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HoldfastError('CONFIG.MISSING', `${path} cannot be read.`, { cause });
  });
}

/** The right of a file's owner to write it; a new file in its place would not ask for it. */
const OWNER_WRITES = 0o200;

/**
 * Puts a new text in the place of a file's, as a whole or not at all; a link stays one, and so do the rights. Throws
 * `CONFIG.CHANGED` when the file no longer holds `seen`, and `CONFIG.UNWRITTEN` when it is read-only or cannot be
 * written.
 */
export async function replaceFile(path: string, { seen, next }: { seen: string; next: string }): Promise<void> {
  let beside: string | undefined;
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    if ((mode & OWNER_WRITES) === 0) throw readOnly(path);
    beside = `${target}.holdfast-${process.pid}`;
    await written(beside, next, mode);
    if ((await readFile(target, 'utf8')) !== seen) throw changed(path);
    await rename(beside, target);
  } catch (error) {
    if (beside !== undefined) await rm(beside, { force: true });
    if (error instanceof HoldfastError) throw error;
    const hint = 'Check that the file and its folder can be written to.';
    throw new HoldfastError('CONFIG.UNWRITTEN', `${path} was not written.`, { hint, cause: error });
  }
}

async function written(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

function changed(path: string): HoldfastError {
  return new HoldfastError('CONFIG.CHANGED', `${path} changed meanwhile: nothing was written.`, {
    hint: 'Run it again: it shows what would be added now.',
  });
}

function readOnly(path: string): HoldfastError {
  return new HoldfastError('CONFIG.UNWRITTEN', `${path} is read-only: nothing was written.`, {
    hint: 'Make it writable (chmod u+w), or run it without --write and add what it shows by hand.',
  });
}

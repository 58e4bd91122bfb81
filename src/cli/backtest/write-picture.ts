import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { HoldfastError } from '../../lib/errors.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

/** A file that is to be written. */
export interface PictureFile {
  readonly file: string;
  /** Writes over what is there. */
  readonly replace: boolean;
}

/** Throws `CLI.USAGE` before a long job when its picture would be written over another file. */
export function refuseOver({ file, replace }: PictureFile): void {
  if (!replace && existsSync(file)) throw existing(file);
}

/** Writes a picture; never over another file unless that was asked for. */
export async function writePicture({ file, replace }: PictureFile, picture: string): Promise<void> {
  try {
    await writeFile(file, picture, { flag: replace ? 'w' : 'wx' });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'EEXIST') throw existing(file);
    const hint = 'Name a file in a folder that exists and that you may write to.';
    throw new HoldfastError('PICTURE.FAILED', `${printable(file)} cannot be written (${code}).`, { hint, cause });
  }
}

function existing(file: string): HoldfastError {
  return usage(`${printable(file)} exists already.`, 'Name another file, or write over it with --force.');
}

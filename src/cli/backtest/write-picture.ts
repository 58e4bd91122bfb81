import { accessSync, constants, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HoldfastError } from '../../lib/errors.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

const WRITABLE = 'Name a file in a folder that exists and that you may write to.';

/** A file that is to be written. */
export interface PictureFile {
  readonly file: string;
  /** Writes over what is there. */
  readonly replace: boolean;
}

/** Throws `CLI.USAGE` before a long job when its picture cannot be written to its folder, or over a file or folder there. */
export function refuseOver({ file, replace }: PictureFile): void {
  const folder = path.dirname(file);
  if (!isFolder(folder)) throw usage(`There is no folder ${printable(folder)} for the picture.`, WRITABLE);
  if (isFolder(file)) throw usage(`${printable(file)} is a folder.`, 'Name a file, e.g. --picture backtest.svg');
  if (!replace && existsSync(file)) throw existing(file);
  if (!mayWrite(existsSync(file) ? file : folder))
    throw usage(`${printable(file)} cannot be written: you may not.`, WRITABLE);
}

/** Writes a picture; never over another file unless that was asked for. */
export async function writePicture({ file, replace }: PictureFile, picture: string): Promise<void> {
  try {
    await writeFile(file, picture, { flag: replace ? 'w' : 'wx' });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'EEXIST') throw existing(file);
    throw new HoldfastError('PICTURE.FAILED', `${printable(file)} cannot be written (${code}).`, {
      hint: WRITABLE,
      cause,
    });
  }
}

/** Never throws, also where folders may not be looked into. */
const isFolder = (at: string): boolean => existsSync(`${at}/.`);

function mayWrite(at: string): boolean {
  try {
    accessSync(at, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function existing(file: string): HoldfastError {
  return usage(`${printable(file)} exists already.`, 'Name another file, or write over it with --force.');
}

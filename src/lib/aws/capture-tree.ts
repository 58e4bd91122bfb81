import { createHash } from 'node:crypto';
import { chmodSync, constants, copyFileSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { HoldfastError } from '../errors.ts';

const { COPYFILE_EXCL, COPYFILE_FICLONE } = constants;

/** The browsable side of a capture: its paths, as hard links to kept files. */
export interface CaptureTree {
  /** Links a kept file to a path, and gives the path that it came to be at: see `CaptureWriter.place`. */
  place(relative: string, kept: string): string;
}

/**
 * A tree below a folder; `own` is where it may put what is half done. It waits for nothing: one link is a few microseconds, of
 * which a promise would be the larger part, and who is first stays first.
 */
export function captureTree(folder: string, own: string): CaptureTree {
  const made = new Map<string, string>([['', '']]);
  const folderFor = (segments: readonly string[]): string => {
    const wanted = segments.join('/');
    const known = made.get(wanted);
    if (known !== undefined) return known;
    const below = folderFor(segments.slice(0, -1));
    const at = madeFolder(folder, path.posix.join(below, safe(segments.at(-1))));
    made.set(wanted, at);
    return at;
  };
  const settle = (to: string, kept: string): string => {
    const full = path.join(folder, to);
    try {
      linked(kept, full);
      return to;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if (lstatSync(full).isDirectory()) return settle(`${to}%`, kept);
    const aside = path.join(own, `link-${createHash('sha256').update(to).digest('hex')}`);
    rmSync(aside, { force: true });
    linked(kept, aside);
    renameSync(aside, full);
    // Where both were the same file, POSIX has rename do nothing.
    rmSync(aside, { force: true });
    return to;
  };
  return {
    place(relative, kept) {
      const segments = relative.split('/');
      return settle(path.posix.join(folderFor(segments.slice(0, -1)), safe(segments.at(-1))), kept);
    },
  };
}

/** Services make their paths safe; this holds them to it. */
function safe(segment = ''): string {
  if (segment !== '' && segment !== '.' && segment !== '..' && !segment.includes('\0')) return segment;
  throw new HoldfastError('CAPTURE.PATH', 'A file of a capture must have a path of plain names.');
}

function madeFolder(folder: string, relative: string): string {
  try {
    mkdirSync(path.join(folder, relative), { mode: 0o700 });
    return relative;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const found = lstatSync(path.join(folder, relative));
    return found.isDirectory() ? relative : madeFolder(folder, `${relative}%`);
  }
}

/** What file systems without hard links say, among them exFAT and many of networks. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV']);

/**
 * A file has so many names at most (65,000 on ext4): when they are used up, a copy of it takes its place in the store. Where files have
 * one name alone, a copy is shown: captures take twice the space there.
 */
function linked(kept: string, to: string): void {
  try {
    linkSync(kept, to);
  } catch (error) {
    if (NO_LINKS.has(codeOf(error))) copied(kept, to, COPYFILE_EXCL);
    else if (codeOf(error) === 'EMLINK') {
      const copy = `${to}~`;
      copied(kept, copy);
      renameSync(copy, kept);
      linkSync(kept, to);
    } else throw error;
  }
}

function copied(from: string, to: string, mode = 0): void {
  copyFileSync(from, to, mode | COPYFILE_FICLONE);
  chmodSync(to, 0o400);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

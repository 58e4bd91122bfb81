import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Something below a folder. */
export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly at: Buffer; readonly mode: number }
  | { readonly kind: 'folder'; readonly path: string; readonly at: Buffer; readonly mode: number }
  /** Not followed. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** A socket, a pipe, a device: only named. */
  | { readonly kind: 'special'; readonly path: string };

/**
 * Everything below a folder, each folder before what is in it, in the order of `inOrder`. Names that are not UTF-8 are read as
 * Latin-1 behind `latin1:`, as `/` can be in no name.
 */
export async function* walk(root: string, excluded: (path: string) => boolean): AsyncGenerator<Found> {
  yield* below(Buffer.from(root), '', excluded);
}

async function* below(folder: Buffer, before: string, excluded: (path: string) => boolean): AsyncGenerator<Found> {
  const entries = (await readdir(folder, { withFileTypes: true, encoding: 'buffer' }))
    .map((entry) => ({ entry, name: nameOf(entry.name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { entry, name } of entries) {
    const below_ = before === '' ? name : `${before}/${name}`;
    if (excluded(below_)) continue;
    const at = Buffer.concat([folder, Buffer.from(path.sep), entry.name]);
    const found = await foundAt(entry, at, below_);
    if (found) yield found;
    if (found?.kind === 'folder') yield* below(at, below_, excluded);
  }
}

/** `undefined` for what vanished meanwhile. */
async function foundAt(entry: Dirent<Buffer>, at: Buffer, path: string): Promise<Found | undefined> {
  try {
    if (entry.isSymbolicLink()) return { kind: 'link', path, target: nameOf(await readlink(at, 'buffer')) };
    const mode = (await lstat(at)).mode & 0o7777;
    if (entry.isDirectory()) return { kind: 'folder', path, at, mode };
    return entry.isFile() ? { kind: 'file', path, at, mode } : { kind: 'special', path };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const NOT_UTF8 = 'latin1:';

function nameOf(bytes: Buffer): string {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) && !text.startsWith(NOT_UTF8)
    ? text
    : `${NOT_UTF8}${bytes.toString('latin1')}`;
}

/** The bytes of a path that `walk` gave. */
export function bytesOf(path: string): Buffer {
  const names = path
    .split('/')
    .map((name) =>
      name.startsWith(NOT_UTF8) ? Buffer.from(name.slice(NOT_UTF8.length), 'latin1') : Buffer.from(name),
    );
  return Buffer.concat(names.flatMap((name, index) => (index === 0 ? [name] : [Buffer.from('/'), name])));
}

/** Whether a path stands before another in a walk: below 0 where it does. */
export function inOrder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (const [index, name] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
  }
  return left.length - right.length;
}

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileVersion, hasPageEnding, isoTime, type FileContent } from '../../lib/backtest/file-version.ts';
import { naturalOrder } from '../../lib/backtest/natural-order.ts';
import type { PageHistory } from '../../lib/backtest/page-history.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Read } from '../../lib/reconcile/read-version.ts';
import { usage } from '../outcome.ts';
import { firstFew, printable } from '../printable.ts';
import type { FoundHistories } from './git-histories.ts';

const EXPECTED =
  'Each subfolder is one page, and its files are the versions: index/1.html, index/2.html; see docs/backtest.md.';

/**
 * The histories that the subfolders of a folder hold, in the order of their names; hidden names are left out, links are
 * followed. Throws `CLI.USAGE` for no folder, and for one without such subfolders, `FOLDER.FAILED` for what cannot be read.
 */
export async function folderHistories(folder: string, site: Site): Promise<FoundHistories> {
  const { folders, files } = await entries(folder).catch((error: unknown) => {
    throw isAbsent(error) ? usage(`There is no folder ${printable(folder)}.`, EXPECTED) : error;
  });
  const pages = await Promise.all(
    folders.map(async (name) => ({ name, files: (await entries(path.join(folder, name))).files })),
  );
  const histories = pages.flatMap((page) => (page.files.length > 0 ? [folderHistory(folder, page, site)] : []));
  if (histories.length === 0) {
    const what =
      files.length > 0 ? 'has files but no subfolders with versions in them' : 'has no subfolders with files';
    throw usage(`${printable(folder)} ${what}.`, EXPECTED);
  }
  const empty = pages.filter(({ files }) => files.length === 0).map(({ name }) => name);
  return { histories, notes: empty.length > 0 ? [`No files are in ${printable(firstFew(empty))}.`] : [] };
}

function folderHistory(
  folder: string,
  { name, files }: { name: string; files: readonly string[] },
  site: Site,
): PageHistory {
  const key = keyOf(name, files);
  return {
    name,
    key,
    judges: 'last',
    async *versions() {
      for (const file of files) yield readVersion(path.join(folder, name, file), { key, file }, site);
    },
  };
}

/** The subfolder's name where it has the ending of a page, else with the ending of its files, else with `.html`. */
function keyOf(name: string, files: readonly string[]): string {
  if (hasPageEnding(name)) return name;
  const named = files.findLast(hasPageEnding);
  return `${name}${named === undefined ? '.html' : path.extname(named)}`;
}

async function readVersion(at: string, { key, file }: { key: string; file: string }, site: Site): Promise<Read> {
  const { size, mtimeMs } = await reading(at, () => stat(at));
  const digest = `${file}:${mtimeMs}`;
  const content: FileContent =
    size > site.policy.limits.bytes ? { size, digest } : { bytes: await reading(at, () => readFile(at)) };
  return fileVersion(key, { name: file, at: isoTime(mtimeMs) }, content);
}

async function entries(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const names = (await reading(folder, () => readdir(folder))).filter((name) => !name.startsWith('.'));
  const kinds = await Promise.all(names.map((name) => kindOf(path.join(folder, name))));
  const of = (kind: 'file' | 'folder') => names.filter((_, index) => kinds[index] === kind).toSorted(naturalOrder);
  return { folders: of('folder'), files: of('file') };
}

async function kindOf(at: string): Promise<'file' | 'folder' | 'other'> {
  const found = await reading(at, () => stat(at).catch(absent));
  if (found?.isDirectory()) return 'folder';
  return found?.isFile() ? 'file' : 'other';
}

/** Whether the very folder is not there. */
const isAbsent = (error: unknown): boolean => error instanceof HoldfastError && codeOf(error.cause) === 'ENOENT';

/** A link that leads nowhere, or round and round, is nobody's version. */
function absent(cause: unknown): undefined {
  const code = codeOf(cause);
  if (code === 'ENOENT' || code === 'ELOOP') return undefined;
  throw cause;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

async function reading<T>(at: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const code = codeOf(cause);
    const why = code === undefined ? '' : ` (${code})`;
    throw new HoldfastError('FOLDER.FAILED', `${printable(at)} cannot be read${why}.`, { hint: EXPECTED, cause });
  }
}

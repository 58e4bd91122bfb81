import { copyFile, mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git, gitIfAny, type GitPlace } from './git.ts';

/** What is read of a repository before anything is made of it. */
export interface Repository {
  readonly path: string;
  readonly bare: boolean;
  readonly head: { readonly branch: string } | { readonly commit: string };
  /** By full name; empty in a repository without commits. */
  readonly refs: Readonly<Record<string, string>>;
}

/**
 * A bare repository of our own, for as long as it is used: it borrows the objects of another, has its refs, and none of its
 * settings but those that say what files look like. What is added to it is not added to the other.
 */
export async function withScratch<Result>(
  repository: Repository,
  use: (scratch: { readonly place: GitPlace; readonly folder: string }) => Promise<Result>,
): Promise<Result> {
  const { path: cwd, head, refs } = repository;
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-git-'));
  try {
    const format = await git({ cwd }, 'rev-parse', '--show-object-format');
    const own = path.join(folder, 'repository');
    await git({ cwd: folder }, 'init', '--quiet', '--bare', '--template=', `--object-format=${format}`, own);
    await mkdir(path.join(own, 'objects', 'info'), { recursive: true });
    await mkdir(path.join(own, 'info'), { recursive: true });
    await writeFile(path.join(own, 'objects', 'info', 'alternates'), `${await pathIn(cwd, 'objects')}\n`);
    await writeFile(path.join(own, 'HEAD'), 'branch' in head ? `ref: ${head.branch}\n` : `${head.commit}\n`);
    await writeFile(
      path.join(own, 'packed-refs'),
      Object.entries(refs)
        .map(([name, id]) => `${id} ${name}\n`)
        .join(''),
    );
    for (const name of ['shallow', 'info/exclude', 'info/attributes'])
      await copyIfAny(await pathIn(cwd, name), path.join(own, name));
    const place = { cwd, env: { GIT_DIR: own, ...(await settingsOf(cwd)) } };
    return await use({ place, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies the index with its time: git tells by it which files it must look into. */
export async function copyIndex(cwd: string, to: string): Promise<void> {
  const from = await pathIn(cwd, 'index');
  if (!(await copyIfAny(from, to))) return;
  const { atimeMs, mtimeMs } = await stat(from);
  await utimes(to, Math.floor(atimeMs / 1000), Math.floor(mtimeMs / 1000));
}

function pathIn(cwd: string, name: string): Promise<string> {
  return git({ cwd }, 'rev-parse', '--path-format=absolute', '--git-path', name);
}

async function copyIfAny(from: string, to: string): Promise<boolean> {
  const found = await stat(from).catch(() => undefined);
  if (!found?.isFile()) return false;
  await copyFile(from, to);
  return true;
}

/** Settings that say how files are looked at, and name nothing that runs. */
const TAKEN_OVER = [
  'core.fileMode',
  'core.symlinks',
  'core.ignoreCase',
  'core.precomposeUnicode',
  'core.autocrlf',
  'core.eol',
  'core.trustctime',
  'core.checkStat',
  'core.excludesFile',
];

/** As the environment says settings, filters switched off: what they run is not known, and files are captured as they are. */
async function settingsOf(cwd: string): Promise<Record<string, string>> {
  const settings: [string, string][] = [];
  for (const name of TAKEN_OVER) {
    const type = name === 'core.excludesFile' ? ['--type=path'] : [];
    const value = await gitIfAny({ cwd }, 'config', ...type, '--get', name);
    if (value !== undefined) settings.push([name, value]);
  }
  const filters = await gitIfAny({ cwd }, 'config', '--null', '--name-only', '--get-regexp', String.raw`^filter\.`);
  for (const name of filters?.split('\0') ?? []) {
    if (name !== '') settings.push([name, name.endsWith('.required') ? 'false' : '']);
  }
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(settings.length)],
    ...settings.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, name],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]);
}

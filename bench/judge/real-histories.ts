import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PageVersions } from './page-versions.ts';

/** Fewer versions tell nothing of bases that are ten versions old. */
const LEAST = 10;
/** The newest so many of each page. */
const MOST = 300;

/**
 * Reads the page histories of a folder: each folder in it is a git repository, bare or not, all of whose HTML files are
 * pages (first-parent history), or the versions of one page as files in the order of their names.
 */
export function* realHistories(folder: string): Generator<PageVersions> {
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const place = path.join(folder, name);
    if (existsSync(path.join(place, '.git'))) yield* ofRepository(name, path.join(place, '.git'));
    else if (existsSync(path.join(place, 'objects'))) yield* ofRepository(name, place);
    else yield* longEnough({ page: name, versions: filesOf(place) });
  }
}

function filesOf(folder: string): PageVersions['versions'] {
  const names = readdirSync(folder).toSorted();
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

function* ofRepository(name: string, repository: string): Generator<PageVersions> {
  for (const [file, blobs] of blobsOf(repository)) {
    const versions = blobs.slice(-MOST).map(({ commit, blob }) => ({
      name: commit.slice(0, 10),
      text: git(repository, ['cat-file', 'blob', blob]),
    }));
    yield* longEnough({ page: `${name}/${file}`, versions: versions.filter(({ text }) => text.trim() !== '') });
  }
}

function* longEnough(history: PageVersions): Generator<PageVersions> {
  if (history.versions.length >= LEAST) yield history;
}

/** The contents that each HTML file had along the first parents of HEAD, oldest first. */
function blobsOf(repository: string): ReadonlyMap<string, readonly { commit: string; blob: string }[]> {
  const shown = ['--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames', '--format=%H'];
  const log = git(repository, ['log', ...shown, 'HEAD', '--', '*.html', '*.htm']);
  const files = new Map<string, { commit: string; blob: string }[]>();
  let commit = '';
  for (const line of log.split('\n')) {
    const change = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*\t(.*)$/.exec(line);
    if (!change) commit = line || commit;
    const [, mode, blob = '', kind, file = ''] = change ?? [];
    if (!change || mode === '120000' || kind === 'D') continue;
    const known = files.get(file) ?? [];
    if (known[0]?.blob !== blob) known.unshift({ commit, blob });
    files.set(file, known);
  }
  return new Map([...files].filter(([, blobs]) => blobs.length >= LEAST));
}

function git(repository: string, args: readonly string[]): string {
  return execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
}

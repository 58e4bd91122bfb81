import path from 'node:path';
import { git, gitBytes, gitIfAny, gitTold, type GitPlace } from './git.ts';
import { copyIndex, type Repository } from './scratch.ts';

/** What is in a working tree and in no commit. */
export interface Uncommitted {
  /** As `git stash` makes one: its second parent, where there is one, is what was staged. */
  readonly commit: string;
  readonly tree: string;
  /** What differs from HEAD, by path, with git's letter: `M src/index.html`. At most 1,000. */
  readonly files: readonly string[];
}

export interface WorkingTree {
  readonly uncommitted: Uncommitted | undefined;
  /** Repositories within this one; they are captured where they are named themselves. */
  readonly others: readonly string[];
}

const MOST_FILES = 1000;

/** One and the same each time, so that the same files make the same commit. */
const AUTHOR = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Holdfast'],
    [`GIT_${who}_EMAIL`, 'holdfast@localhost'],
    [`GIT_${who}_DATE`, '@0 +0000'],
  ]),
);

/** Commits staged, changed and new files into the scratch repository; ignored ones are left out. The working tree is only read. */
export async function workingTree(
  repository: Repository,
  { place, folder }: { place: GitPlace; folder: string },
): Promise<WorkingTree> {
  const index = path.join(folder, 'index');
  await copyIndex(repository.path, index);
  const there = {
    cwd: repository.path,
    env: { ...place.env, ...AUTHOR, GIT_WORK_TREE: repository.path, GIT_INDEX_FILE: index },
  };
  const head = await gitIfAny(there, 'rev-parse', '--quiet', '--verify', 'HEAD^{commit}');
  const headTree = head === undefined ? undefined : await git(there, 'rev-parse', `${head}^{tree}`);
  // In the middle of a merge there is no tree of what is staged.
  const merging = (await git(there, 'ls-files', '--unmerged')) !== '';
  const staged = merging ? undefined : await git(there, 'write-tree');
  const others: string[] = [];
  await gitTold(there, ['update-index', '--add', '--remove', '-z', '--stdin'], changedPaths(there, others));
  const tree = await git(there, 'write-tree');
  const links = (await git(there, 'ls-files', '--stage', '-z'))
    .split('\0')
    .filter((line) => line.startsWith('160000 '));
  const all = [...others, ...links.map((line) => line.slice(line.indexOf('\t') + 1))].toSorted();
  const nothing =
    head === undefined ? (await git(there, 'ls-files')) === '' : tree === headTree && (staged ?? tree) === headTree;
  if (nothing) return { uncommitted: undefined, others: all };
  const parents = head === undefined ? [] : ['-p', head];
  const commit = (of: string, ...more: string[]) =>
    git(there, 'commit-tree', of, ...parents, ...more, '-m', 'Uncommitted changes');
  const index_ = head === undefined || staged === undefined ? [] : ['-p', await commit(staged)];
  const from = headTree ?? (await git(there, 'hash-object', '-t', 'tree', '-w', '/dev/null'));
  return {
    uncommitted: { commit: await commit(tree, ...index_), tree, files: await changedFiles(there, from, tree) },
    others: all,
  };
}

/** Paths of what differs from the index, each with a NUL behind it; repositories within are told apart. */
async function* changedPaths(there: GitPlace, others: string[]): AsyncGenerator<Uint8Array> {
  const words = ['--modified', '--deleted', '--others', '--exclude-standard', '-z'];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of gitBytes(there, 'ls-files', ...words)) {
    rest = Buffer.concat([rest, chunk]);
    const end = rest.lastIndexOf(0) + 1;
    // As bytes: names need not be UTF-8.
    for (const path of rest.subarray(0, end).toString('latin1').split('\0')) {
      if (path.endsWith('/')) others.push(Buffer.from(path.slice(0, -1), 'latin1').toString());
      else if (path !== '') yield Buffer.from(`${path}\0`, 'latin1');
    }
    rest = rest.subarray(end);
  }
}

async function changedFiles(there: GitPlace, from: string, to: string): Promise<readonly string[]> {
  const words = (await git(there, 'diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to)).split('\0');
  const pairs = Array.from(
    { length: Math.floor(words.length / 2) },
    (_, at) => `${words[2 * at]} ${words[2 * at + 1]}`,
  );
  return pairs.slice(0, MOST_FILES);
}

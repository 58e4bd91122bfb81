import type { Readable } from 'node:stream';
import { isoTime } from '../../lib/backtest/file-version.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { startGit } from './run-git.ts';

/** What a commit made of a file. */
export interface GitChange {
  /** From the root of the repository. */
  readonly path: string;
  readonly commit: string;
  /** When it was committed, ISO 8601. */
  readonly at: string;
  /** The object that holds the file's bytes; absent where the file is gone, or no file any more. */
  readonly object?: string;
}

/** Longer than any path that a file system takes. */
const LONGEST_FIELD = 64 * 1024;

const WORDS = ['log', '--first-parent', '-m', '--raw', '-r', '-z', '--no-abbrev', '--no-renames', '--no-color'];
const PLAIN = ['--no-ext-diff', '--no-textconv', '--encoding=UTF-8', '--format=tformat:%x01%H %cI'];
const RAW = /^\n?:(\d{6}) (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]/;

/** The changes of files on the first-parent line of HEAD, newest first; `pathspec` says of which. */
export async function* gitChanges(repository: string, pathspec: string): AsyncGenerator<GitChange> {
  const git = startGit(repository, [...WORDS, ...PLAIN, 'HEAD', '--', pathspec]);
  try {
    yield* changesIn(fields(git.stdout));
    await git.ended;
  } finally {
    git.stop();
  }
}

async function* changesIn(all: AsyncIterable<string>): AsyncGenerator<GitChange> {
  let [commit, at] = ['', ''];
  let raw: RegExpExecArray | null = null;
  for await (const field of all) {
    if (raw) {
      const change = changeOf(raw, field);
      raw = null;
      if (change) yield { ...change, commit, at };
    } else if (field.startsWith('\u0001')) {
      [commit = '', at = ''] = field.slice(1).split(' ');
      at = isoTime(at);
    } else raw = RAW.exec(field);
  }
}

/** Links and submodules are no files; what becomes one is gone. */
function changeOf(
  [, was = '', is = '', object]: RegExpExecArray,
  path: string,
): Pick<GitChange, 'path' | 'object'> | undefined {
  if (isFile(is)) return { path, object };
  return isFile(was) ? { path } : undefined;
}

const isFile = (mode: string): boolean => mode.startsWith('100');

/** What stands between zero bytes. */
async function* fields(stream: Readable): AsyncGenerator<string> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    held = Buffer.concat([held, chunk]);
    for (let end = held.indexOf(0); end !== -1; end = held.indexOf(0)) {
      yield held.toString('utf8', 0, end);
      held = held.subarray(end + 1);
    }
    if (held.length > LONGEST_FIELD) throw new HoldfastError('GIT.FAILED', 'git printed a path that is too long.');
  }
}

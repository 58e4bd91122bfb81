import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';
import { HoldfastError } from '../../lib/errors.ts';
import { printable } from '../printable.ts';

/** A running git, whose words go to a process directly and never through a shell. */
export interface RunningGit {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Ends with the process; throws `GIT.FAILED` with what git said, `GIT.NOWHERE` for no such folder, or `GIT.MISSING`. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** What another git around this one may have set: which repository and which paths are meant is said here. */
const ELSEWHERE =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE|EXTERNAL_DIFF|(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)$/;

/** A repository's own settings must not choose what runs, nor change what is printed. */
const SETTINGS = [
  'core.fsmonitor=false',
  'log.showSignature=false',
  'log.showRoot=true',
  'log.follow=false',
  'log.diffMerges=separate',
  'diff.relative=false',
];

/** Starts git in a repository, bare or not. */
export function startGit(repository: string, words: readonly string[]): RunningGit {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const child = spawn('git', ['-C', repository, '--no-pager', ...settings, ...words], { env: environment() });
  const said = text(child.stderr);
  const ended = endOf(child, repository, said);
  // Whoever reads the output asks for the end afterwards; until then it is nobody's failure.
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, stop: () => void child.kill() };
}

/** What git prints, at most some kilobytes, without the line break at its end. */
export async function askGit(repository: string, words: readonly string[]): Promise<string> {
  const git = startGit(repository, words);
  const [printed] = await Promise.all([text(git.stdout), git.ended]);
  return printed.replace(/\n$/, '');
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ELSEWHERE.test(name));
  const own = { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'none' };
  return { ...Object.fromEntries(kept), ...own };
}

async function endOf(child: ChildProcess, repository: string, said: Promise<string>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise.catch((cause: unknown) => {
    const hint = 'Install git, and see that `git --version` works.';
    throw new HoldfastError('GIT.MISSING', 'The git executable cannot be run.', { hint, cause });
  });
  if (code === 0) return;
  const why =
    (await said)
      .split('\n')[0]
      ?.replace(/^fatal: /, '')
      .slice(0, 500) ?? '';
  throw refusedBy(why, printable(repository), code);
}

/** What git's first words mean for the folder that was named, and what to do next. */
function refusedBy(why: string, repository: string, code: number | null): HoldfastError {
  if (/^cannot change to .*: No such file or directory$/.test(why)) {
    const hint = 'Name with --git the folder of a repository on this machine, bare or not.';
    return new HoldfastError('GIT.NOWHERE', `There is no folder ${repository}.`, { hint });
  }
  if (why.startsWith('not a git repository')) {
    const hint = 'Name a folder of a repository, or clone one; versions in plain folders are replayed with --dir.';
    return new HoldfastError('GIT.FAILED', `${repository} is not a git repository.`, { hint });
  }
  if (why === "bad revision 'HEAD'") {
    const hint = 'Commit the pages, or check out a branch that has them; what a bucket keeps is replayed by its site.';
    return new HoldfastError('GIT.FAILED', `The repository ${repository} has no commits at HEAD.`, { hint });
  }
  const hint = 'See what git log says in that folder.';
  return new HoldfastError('GIT.FAILED', `git ended with ${code ?? 'a signal'} in ${repository}: ${why}`, { hint });
}

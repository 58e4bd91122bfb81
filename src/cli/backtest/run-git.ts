import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';
import { HoldfastError } from '../../lib/errors.ts';

/** A running git, whose words go to a process directly and never through a shell. */
export interface RunningGit {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Ends with the process; throws `GIT.FAILED` with what git said, or `GIT.MISSING`. */
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
  const ended = endOf(child, said);
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

async function endOf(child: ChildProcess, said: Promise<string>): Promise<void> {
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
  throw new HoldfastError('GIT.FAILED', `git ended with ${code ?? 'a signal'}: ${why}`);
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { HoldfastError } from '../../errors.ts';

/** Where git runs, and with what in its environment besides. */
export interface GitPlace {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Nothing that a repository says is run: no hooks, no monitors, no helpers of remotes. Whoever owns the folder, it may be read:
 * it was named.
 */
const SETTINGS = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.splitIndex=false', 'safe.directory=*'];
const OWN = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/** What git prints, without what stands at its end. Throws `LOCAL.GIT`. */
export async function git(place: GitPlace, ...words: readonly string[]): Promise<string> {
  const running = started(place, words);
  running.stdin.end();
  const [printed] = await Promise.all([text(running.stdout), running.ended]);
  return printed.trimEnd();
}

/** As `git`; `undefined` where git says by exit code 1 that there is no such thing. */
export async function gitIfAny(place: GitPlace, ...words: readonly string[]): Promise<string | undefined> {
  return git(place, ...words).catch((error: unknown) => {
    if (error instanceof HoldfastError && error.cause === 1) return undefined;
    throw error;
  });
}

/** What git prints, of any length. Fails at its end where git did. */
export async function* gitBytes(place: GitPlace, ...words: readonly string[]): AsyncGenerator<Uint8Array> {
  const running = started(place, words);
  running.stdin.end();
  try {
    yield* running.stdout;
    await running.ended;
  } finally {
    running.stop();
  }
}

/** Gives texts to git as it asks for them. */
export async function gitTold(
  place: GitPlace,
  words: readonly string[],
  told: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const running = started(place, words);
  running.stdout.resume();
  const telling = pipeline(told, running.stdin).catch(async (error: unknown) => {
    // Where git ended before it had read everything, its own words say why.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') await running.ended;
    throw error;
  });
  await Promise.all([telling, running.ended]).finally(() => running.stop());
}

function started({ cwd, env = {} }: GitPlace, words: readonly string[]) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const child = spawn('git', ['--no-pager', ...settings, ...words], {
    cwd,
    env: { ...Object.fromEntries(kept), ...OWN, ...env },
    stdio: 'pipe',
  });
  const said = text(child.stderr);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const ended = endOf(closed, said, `git ${words[0]}`, cwd);
  // Asked for once the output was read; until then it is nobody's failure.
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, stop: () => void child.kill() };
}

async function endOf(closed: Promise<number | null>, said: Promise<string>, what: string, cwd: string): Promise<void> {
  const code = await closed.catch((cause: unknown) => {
    const hint = 'Install git, and see that `git --version` works.';
    throw new HoldfastError('LOCAL.GIT', `git cannot be run in ${cwd}.`, { hint, cause });
  });
  if (code === 0) return;
  const why = (await said)
    .split('\n')[0]
    ?.replace(/^(?:fatal|error): /, '')
    .slice(0, 300);
  const hint = `See what \`git -C '${cwd}' fsck\` says. Of a partial clone, fetch everything first.`;
  throw new HoldfastError('LOCAL.GIT', `${what} failed in ${cwd}: ${why}`, { hint, cause: code });
}

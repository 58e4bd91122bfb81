import { execFile, spawn, type StdioOptions } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const MAIN = path.join(ROOT, 'src', 'cli', 'main.ts');

/** How a process ended; `code` is -1 where a signal ended it. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface How {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What nobody reads any more. */
  readonly closed?: readonly ('stdout' | 'stderr')[];
  /** An open file for stdout. */
  readonly into?: number;
}

/** Runs the command line as a process of its own, with nothing of this one's environment but what is given. */
export async function holdfastProcess(words: readonly string[], how: How = {}): Promise<Ended> {
  const stdio: StdioOptions = ['ignore', how.into ?? 'pipe', 'pipe'];
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: how.cwd ?? ROOT, env: environment(how.env), stdio });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  for (const stream of how.closed ?? []) child[stream]?.destroy();
  const read = (stream: 'stdout' | 'stderr') => {
    const from = child[stream];
    return from && !how.closed?.includes(stream) ? text(from) : '';
  };
  const [code, stdout, stderr] = await Promise.all([ended, read('stdout'), read('stderr')]);
  return { code: code ?? -1, stdout, stderr };
}

/** Runs it at a terminal of its own, where stdout and stderr are one; `keys` are typed when something is asked. */
export async function atTerminal(words: readonly string[], how: Pick<How, 'cwd' | 'env'> & { keys?: string } = {}) {
  const quoted = [process.execPath, MAIN, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], {
    cwd: how.cwd ?? ROOT,
    env: environment(how.env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let asked = false;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    shown += part;
    if (asked || !shown.includes('[y/N]')) return;
    asked = true;
    child.stdin.write(how.keys ?? '\r');
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code: code ?? -1, shown };
}

/** Runs the launcher through this link, with a Node in PATH that cannot run TypeScript. */
export async function throughLink(link: string, words: readonly string[], how: { cwd: string; PATH: string }) {
  return promisify(execFile)(link, [...words], { cwd: how.cwd, env: { PATH: how.PATH } });
}

const environment = (given: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], ...given });

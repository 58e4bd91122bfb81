import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Runs `holdfast` as a person at a terminal does, on the local stack whose files are in this directory. */
export function holdfast(dir: string, ...words: string[]): Promise<Ended> {
  return holdfastAt({ dir, cwd: ROOT }, ...words);
}

/** From where a command is run; `started` gets what kills it. */
export interface Whence {
  readonly dir: string;
  readonly cwd: string;
  readonly as?: 'approver' | 'deployer' | 'stranger';
  readonly started?: (kill: () => void) => void;
}

/** The same from this folder, and as somebody whose token the command line then sends; an approver where none is named. */
export async function holdfastAt({ dir, cwd, as = 'approver', started }: Whence, ...words: string[]): Promise<Ended> {
  const config = path.join(dir, 'holdfast.yml');
  const named = { HOLDFAST_LOCAL: '1', HOLDFAST_CONFIG: config, HOLDFAST_LOCAL_DIR: dir, HOLDFAST_LOCAL_AS: as };
  const args = [path.join(ROOT, 'src', 'cli', 'main.ts'), ...words];
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...named },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started?.(() => void child.kill('SIGKILL'));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const [code, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
  return { exitCode: code ?? -1, stdout, stderr };
}

/** The directory of the same stack for somebody else, whose token the command line then sends. */
export async function directoryOf(dir: string, principal: 'deployer' | 'stranger'): Promise<string> {
  const stack = JSON.parse(await readFile(path.join(dir, 'stack.json'), 'utf8'));
  const own = path.join(await mkdtemp(path.join(tmpdir(), 'holdfast-cli-')), principal);
  await mkdir(own);
  await cp(path.join(dir, 'holdfast.yml'), path.join(own, 'holdfast.yml'));
  const principals = { ...stack.principals, approver: stack.principals[principal] };
  await writeFile(path.join(own, 'stack.json'), JSON.stringify({ ...stack, principals }));
  return own;
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Environment } from './runner.ts';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = path.resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** Runs `holdfast` of this very checkout in a folder. It never sees GitHub's token, nor the inputs of the action. */
export async function holdfast(
  words: readonly string[],
  { cwd, env }: { cwd: string; env: Environment },
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd,
    env: handedOn(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const [code, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
  return { exitCode: code ?? 1, stdout, stderr };
}

function handedOn(env: Environment): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(HOLDFAST_INPUT_|GITHUB_|ACTIONS_)/.test(name));
  return Object.fromEntries(kept);
}

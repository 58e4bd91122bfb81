import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Places } from './places.ts';
import { Unready } from './unready.ts';

const run = promisify(execFile);
const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/**
 * The Python of a virtual environment that holds the pinned emulator, made when there is none yet. Stacks with a
 * directory of their own share the checkout's environment, unless they are elsewhere and it has none.
 */
export async function emulatorPython(places: Places, say: (line: string) => void): Promise<string> {
  const pinned = path.join(import.meta.dirname, 'requirements.txt');
  const shared = path.join(places.root, '.local', 'venv');
  const own = path.dirname(places.dir) === path.dirname(shared) ? shared : path.join(places.dir, 'venv');
  for (const venv of [shared, own]) {
    if (await isReady(venv, pinned)) return pythonIn(venv);
  }
  say('installing the emulator into a virtual environment');
  await make(own, pinned);
  return pythonIn(own);
}

function pythonIn(venv: string): string {
  return path.join(venv, 'bin', 'python');
}

async function isReady(venv: string, pinned: string): Promise<boolean> {
  const installed = path.join(venv, 'requirements.txt');
  if (!existsSync(installed) || !existsSync(pythonIn(venv))) return false;
  return (await readFile(installed, 'utf8')) === (await readFile(pinned, 'utf8'));
}

/** Made aside and moved into place, so that of two stacks that start at once neither sees the other's half. */
async function make(venv: string, pinned: string): Promise<void> {
  const python = await findPython();
  const draft = `${venv}-${process.pid}`;
  await run(python, ['-m', 'venv', '--clear', draft]).catch((error: unknown) => {
    throw new Unready(
      `${python} cannot make a virtual environment`,
      'install its venv and pip modules, e.g. `apt install python3-venv` on Debian and Ubuntu',
      error,
    );
  });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pinned];
  await run(pythonIn(draft), install).catch((error: unknown) => {
    throw new Unready('pip cannot install the emulator', 'check that pip reaches its package index', error);
  });
  await copyFile(pinned, path.join(draft, 'requirements.txt'));
  if (!(await isReady(venv, pinned))) await rm(venv, { recursive: true, force: true });
  await rename(draft, venv).catch(() => rm(draft, { recursive: true, force: true }));
}

async function findPython(): Promise<string> {
  const recent = 'import sys; sys.exit(sys.version_info < (3, 10))';
  for (const candidate of CANDIDATES) {
    const found = await run(candidate, ['-c', recent]).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  throw new Unready(
    'no Python 3.10 or newer on the PATH',
    'install Python 3.10 or newer; the emulator is written in it',
  );
}

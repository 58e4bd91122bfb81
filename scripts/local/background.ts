import { execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that outlives us, as its pid file has it. `birth` tells it from a later process with the same pid. */
export interface Background {
  readonly pid: number;
  readonly birth: string;
  readonly port: number;
}

/** What to start: it leads a process group of its own, so that ending it ends its children. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
}

/** Starts a program detached, its output in `<name>.log`, its pid file `<name>.pid`. */
export function start(dir: string, name: string, program: Program): Background {
  const log = openSync(path.join(dir, `${name}.log`), 'a');
  const child = spawn(program.command, program.args, {
    cwd: dir,
    detached: true,
    env: program.env,
    stdio: ['ignore', log, log],
  });
  if (child.pid === undefined) throw new Error(`cannot start ${program.command}`);
  child.unref();
  const background = { pid: child.pid, birth: birthOf(child.pid) ?? '', port: program.port };
  writeFileSync(pidFile(dir, name), JSON.stringify(background));
  return background;
}

/** The process of that name that was started here and still runs. */
export function running(dir: string, name: string): Background | undefined {
  if (!existsSync(pidFile(dir, name))) return undefined;
  const background: Background = JSON.parse(readFileSync(pidFile(dir, name), 'utf8'));
  return birthOf(background.pid) === background.birth ? background : undefined;
}

/** Ends exactly the process of that name with its children, within about six seconds. */
export async function end(dir: string, name: string): Promise<void> {
  const background = running(dir, name);
  if (background) await endGroup(background.pid);
  rmSync(pidFile(dir, name), { force: true });
}

async function endGroup(pid: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  for (let waited = 0; waited < 5000; waited += 50) {
    await sleep(50);
    if (!signal(pid, 0)) return;
  }
  signal(pid, 'SIGKILL');
}

/** `false` when nothing of the process group is left. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, name);
  } catch {
    return false;
  }
}

/** When a process began, in whatever form the system tells it; `undefined` when there is none. */
function birthOf(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat'))
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
    // The name in the second field may hold spaces and brackets; the start time is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** The wanted port on loopback when it is free, else any that is. */
export async function freePort(wanted: number): Promise<number> {
  return (await listens(wanted)) ?? (await listens(0)) ?? 0;
}

async function listens(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function pidFile(dir: string, name: string): string {
  return path.join(dir, `${name}.pid`);
}

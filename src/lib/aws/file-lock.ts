import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { fileFailure, isAbsent } from './file-failure.ts';

/** How long a command waits for another one. */
const PATIENCE_MS = 30_000;

/** A lock is held for less than seconds: one of another machine that is older than this was left by a crash. */
const LEFT_MS = 120_000;

const HOLDER = z.object({ id: z.string(), pid: z.int().positive(), host: z.string() });
type Holder = z.infer<typeof HOLDER>;

/** How a lock is taken. */
interface Taking {
  readonly patience: number;
  /** When a lock of another machine counts as left by a crash. */
  readonly leftAfter: number;
  /** What is thrown when it stays taken. */
  readonly busy: HoldfastError;
}

/**
 * Does some work while no other command does such work under the same lock file. A lock that a crash left behind is
 * taken over. Throws `WORKSPACE.BUSY` when it stays taken for half a minute.
 */
export async function underLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const release = await lockTaken(path, { patience: PATIENCE_MS, leftAfter: LEFT_MS, busy: busy(path) });
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Takes a lock, and gives what releases it. Throws `busy` when it stays taken. */
export async function lockTaken(path: string, { patience, leftAfter, busy }: Taking): Promise<() => Promise<void>> {
  const id = randomUUID();
  const until = Date.now() + patience;
  while (!(await made(path, id))) {
    const holder = await holderOf(path, leftAfter);
    if (holder.left && (await takenAway(path, holder.text, leftAfter))) continue;
    if (Date.now() >= until) throw busy;
    await sleep(20 + Math.random() * 60);
  }
  return async () => {
    // One that was taken over, as after a long sleep of the machine, is another command's now.
    if ((await holderOf(path, leftAfter)).text.includes(id)) await rm(path, { force: true });
  };
}

async function made(path: string, id: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    const holder: Holder = { id, pid: process.pid, host: hostname() };
    await file.writeFile(JSON.stringify(holder)).finally(() => file.close());
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw fileFailure(`${path} was not made`, error);
  }
}

/** What stands in a lock, and whether whoever wrote it is gone. */
async function holderOf(path: string, leftAfter: number): Promise<{ text: string; left: boolean }> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const old = Date.now() - mtimeMs > leftAfter;
    const holder = HOLDER.safeParse(parsed(text));
    // One that is being written is empty for a moment.
    if (!holder.success || holder.data.host !== hostname()) return { text, left: old };
    return { text, left: !isAlive(holder.data.pid) };
  } catch (error) {
    if (isAbsent(error)) return { text: '', left: false };
    throw error;
  }
}

/** Takes a lock away that was left, but never one that somebody else made of it meanwhile. */
async function takenAway(path: string, text: string, leftAfter: number): Promise<boolean> {
  const breaking = `${path}.left`;
  if (!(await made(breaking, randomUUID()))) return false;
  try {
    const { text: now, left } = await holderOf(path, leftAfter);
    if (left && now === text) await rm(path, { force: true });
    return true;
  } finally {
    await rm(breaking, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function busy(path: string): HoldfastError {
  return new HoldfastError('WORKSPACE.BUSY', `Another command works in this folder: ${path} is taken.`, {
    retryable: true,
    hint: `Run it again once that one has ended. If none runs, remove ${path} and ${path}.left.`,
  });
}

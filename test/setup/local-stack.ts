import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import type { StackFile } from '../../scripts/local/stack-file.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly stack: StackFile;
  }
}

const SITES = 'test/local/guard-sites.yml';

/**
 * Brings up a local stack for this run only, on ports of its own, unless another project of the run did already, and
 * gives the tests its description.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = project.config.env['HOLDFAST_LOCAL_DIR'];
  if (!dir) throw new Error(`the project ${project.name} names no directory for its stack`);
  const description = path.join(dir, 'stack.json');
  await endOrphans(path.dirname(dir));
  if (!existsSync(description)) await local(dir, 'up');
  project.provide('stack', JSON.parse(readFileSync(description, 'utf8')));
  return () => dispose(dir);
}

async function dispose(dir: string): Promise<void> {
  await local(dir, 'down');
  await rm(dir, { recursive: true, force: true });
}

/** A run that was killed leaves its stack; its directory is named after the process that is gone. */
async function endOrphans(parent: string): Promise<void> {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const orphans = names.filter((name) => !isAlive(Number(/^test-(\d+)$/.exec(name)?.[1] ?? process.pid)));
  for (const name of orphans) await dispose(path.join(parent, name));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function local(dir: string, command: 'up' | 'down'): Promise<void> {
  const own = { HOLDFAST_LOCAL_DIR: dir, HOLDFAST_LOCAL_PORT: '0', HOLDFAST_CONFIG: SITES };
  // Each function may do here only what its role allows, so that every local test is one of the roles as well.
  const env = { ...process.env, ...own, HOLDFAST_LOCAL_AUTH: '1' };
  await promisify(execFile)(process.execPath, ['scripts/local/main.ts', command], { env });
}

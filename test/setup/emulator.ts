import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { emulator, endEmulator } from '../../scripts/local/emulator.ts';
import { placesFor, type Places } from '../../scripts/local/places.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The emulator's address. Each test file has an account of its own there: see `ownAccount`. */
    readonly emulator: string;
  }
}

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Starts an emulator for this run alone, with nothing in it: estates need no Holdfast. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endOrphans();
  const places = placesOf(process.pid);
  await mkdir(places.dir, { recursive: true });
  const endpoint = await emulator(places, { ...process.env, HOLDFAST_LOCAL_PORT: '0' }, () => {});
  project.provide('emulator', endpoint);
  return () => dispose(places);
}

function placesOf(pid: number): Places {
  return placesFor(ROOT, { HOLDFAST_LOCAL_DIR: `.local/estate-${pid}` });
}

async function dispose(places: Places): Promise<void> {
  await endEmulator(places);
  await rm(places.dir, { recursive: true, force: true });
}

/** A run that was killed leaves its emulator; its directory is named after the process that is gone. */
async function endOrphans(): Promise<void> {
  const parent = path.join(ROOT, '.local');
  const names = existsSync(parent) ? readdirSync(parent) : [];
  for (const name of names) {
    const pid = Number(/^estate-(\d+)$/.exec(name)?.[1] ?? process.pid);
    if (!existsSync(`/proc/${pid}`)) await dispose(placesOf(pid));
  }
}

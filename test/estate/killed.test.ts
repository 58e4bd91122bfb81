import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pMap from 'p-map';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { randomOf } from '../../scripts/estate/random.ts';
import { METADATA } from '../../src/lib/capture/entry.ts';
import { seeded, type Seeded } from './seeded.ts';

const KILLS = 20;
/** Forty captures: some 80 seconds on a machine of two cores that does nothing else. */
const PATIENCE = 600_000;
/** Give it to see a failure again: the moments follow from it. */
const SEED = process.env['HOLDFAST_KILL_SEED'] ?? String(Date.now());

let estate: Seeded;
let undisturbed: Result;
/** How long that took, in milliseconds, from when the capture's folder was there: what comes before is the start of the process. */
let lasts: number;

beforeAll(async () => {
  vi.stubEnv('HOLDFAST_CAPTURE_KEY', '6b'.repeat(32));
  estate = await seeded(inject('emulator'), 'small');
  const began = performance.now();
  const { exitCode, stderr } = await estate.holdfast(['capture', '--to', storeOf('undisturbed'), '--name', 'one']);
  expect(exitCode, stderr).toBe(0);
  lasts = (performance.now() - began) * 0.75;
  undisturbed = await resultOf(storeOf('undisturbed'));
});

afterAll(async () => {
  await estate.close();
  await rm(estate.dir, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

it(`ends as an undisturbed capture does, killed at ${KILLS} random moments`, { timeout: PATIENCE }, async () => {
  const random = randomOf(SEED);
  const moments = Array.from({ length: KILLS }, () => Math.round(random() * lasts));
  console.log(`killed after ${moments.join(', ')} ms (HOLDFAST_KILL_SEED=${SEED})`);
  const ends = await pMap(moments, (moment, index) => killedAndResumed(storeOf(`killed-${index}`), moment), {
    concurrency: 2,
  });
  for (const [index, { result }] of ends.entries())
    expect(result, `killed after ${moments[index]} ms`).toEqual(undisturbed);
  expect(ends.filter(({ unfinished }) => unfinished).length).toBeGreaterThan(KILLS / 2);
});

it('ends as an undisturbed capture does, killed again and again', async () => {
  const store = storeOf('again');
  for (const moment of [50, 400, 50, 500]) {
    const begun = existsSync(path.join(store, 'one', '.unsealed'));
    if (begun || !existsSync(path.join(store, 'one')))
      await killed(store, moment, begun ? ['--resume'] : ['--name', 'one']);
  }
  await resumed(store);
  expect(await resultOf(store)).toEqual(undisturbed);
});

const storeOf = (name: string): string => path.join(estate.dir, 'captures', name);

/** `unfinished`: it was killed before it was done. */
async function killedAndResumed(
  store: string,
  moment: number,
): Promise<{ readonly unfinished: boolean; readonly result: Result }> {
  await killed(store, moment, ['--name', 'one']);
  const unfinished = await resumed(store);
  return { unfinished, result: await resultOf(store) };
}

/** Kills a capture that long after its folder came to be. */
async function killed(store: string, moment: number, how: readonly string[]): Promise<void> {
  const ended = { yet: false };
  const capture = estate.holdfast(['capture', '--to', store, ...how], (kill) => {
    void (async () => {
      while (!ended.yet && !existsSync(path.join(store, 'one', '.unsealed'))) await sleep(2);
      await sleep(moment);
      kill();
    })();
  });
  await capture.finally(() => {
    ended.yet = true;
  });
}

/** Goes on with it; `false` where it had ended before it was killed. */
async function resumed(store: string): Promise<boolean> {
  if (!existsSync(path.join(store, 'one', '.unsealed'))) return false;
  const { exitCode, stdout, stderr } = await estate.holdfast(['capture', '--to', store, '--resume']);
  expect(exitCode, stdout + stderr).toBe(0);
  return true;
}

/** All that a capture came to, without times. */
interface Result {
  readonly metadata: unknown;
  /** Every file by its path, with the hash of its bytes. */
  readonly tree: Readonly<Record<string, string>>;
  /** What is neither kept bytes nor placed: half-written files, locks. */
  readonly left: readonly string[];
}

async function resultOf(store: string): Promise<Result> {
  const tree: Record<string, string> = {};
  for (const file of await filesBelow(path.join(store, 'one'))) {
    const bytes = await readFile(path.join(store, 'one', file));
    tree[file] = createHash('sha256').update(bytes).digest('hex');
  }
  const sealed = METADATA.parse(JSON.parse(await readFile(path.join(store, 'one', 'SNAPSHOT-METADATA.json'), 'utf8')));
  // Times, and what is made of them.
  for (const file of ['SNAPSHOT-METADATA.json', 'environment-manifest.json', 'report.html']) delete tree[file];
  const metadata = without(sealed, 'startedAt', 'sealedAt', 'seal', 'files');
  const resources = sealed.resources.map((entry) => without(entry, 'at', 'seconds', 'tries'));
  const kept = (await filesBelow(store)).filter((file) => !file.startsWith('one/'));
  const left = kept.filter((file) => file !== '.gitignore' && !/^store\/[0-9a-f]{2}\/[0-9a-f]{64}$/.test(file));
  return { metadata: { ...metadata, resources }, tree, left };
}

function without(value: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

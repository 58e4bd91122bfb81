import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spread } from '../statistics.ts';
import { measured, type Taken } from './measured.ts';
import { HOLDFAST, rivals, type Rival } from './rivals.ts';

const ROUNDS = 5;
const PHASES = ['first', 'unchanged', '1 % changed'] as const;

/** What each rival took, by phase, a value for each round. */
type Results = ReadonlyMap<string, Taken[]>;

const nameOf = (rival: string, phase: string) => `${rival}, ${phase}`;

/**
 * Prints what it takes to copy a bucket of a fast server on this machine, against `aws s3 sync` and rclone where they are
 * installed: for the first time, with nothing changed, and with 1 % changed. `false` where a promise is not kept.
 */
export async function benchCapture(): Promise<boolean> {
  const others = await rivals();
  const results = await onServer('site', (endpoint, env) => rounds([HOLDFAST, ...others], endpoint, env));
  console.log(`Copying 2,000 objects of 1 to 50 KB and 20 of 5 MB, ${ROUNDS} interleaved runs, medians`);
  console.log(shown(results));
  const many = await onServer('many', (endpoint, env) =>
    inFolder((folder) => measured(HOLDFAST.command(folder, endpoint, 'first'), env)),
  );
  console.log(
    `100,000 objects of up to 2 KB: ${(many.wallMs / 1000).toFixed(1)} s, at most ${many.peakMb.toFixed(0)} MB`,
  );
  return kept(promises(results, many));
}

/** Nothing is removed before the end: ext4 is slow to make files for a while after many were removed. */
function rounds(all: readonly Rival[], endpoint: string, env: NodeJS.ProcessEnv): Promise<Results> {
  return inFolder(async (root) => {
    const results = new Map<string, Taken[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = path.join(root, String(round));
      await mkdir(folder);
      for (const [at, phase] of PHASES.entries()) {
        if (phase === '1 % changed') await fetch(`${endpoint}/change`, { method: 'POST' });
        for (const rival of (round + at) % 2 === 0 ? all : all.toReversed()) {
          const command = rival.command(path.join(folder, rival.name.replaceAll(' ', '-')), endpoint, `phase-${at}`);
          const name = nameOf(rival.name, phase);
          results.set(name, [...(results.get(name) ?? []), await measured(command, { ...env, HOME: folder })]);
        }
      }
    }
    return results;
  });
}

/** Servers on this machine only, with no credentials of anybody. */
async function onServer<Result>(
  kind: 'site' | 'many',
  use: (endpoint: string, env: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  const server = spawn(process.execPath, [path.join(import.meta.dirname, 'server.ts'), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(server.stdout, 'data');
    const endpoint = `http://127.0.0.1:${String(port).trim()}`;
    return await use(endpoint, {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIABENCH',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  } finally {
    server.kill();
  }
}

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type What = keyof Taken;

function median(results: Results, rival: string, phase: string, what: What): number {
  return spread((results.get(nameOf(rival, phase)) ?? []).map((taken) => taken[what])).median;
}

function shown(results: Results): string {
  const names = [...new Set([...results.keys()].map((name) => name.slice(0, name.indexOf(','))))];
  const width = Math.max(...[...results.keys()].map((name) => name.length));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(width) : cell.padStart(10))).join('');
  const rows = PHASES.flatMap((phase) =>
    names.map((rival) => {
      const [wall, cpu, peak] = (['wallMs', 'cpuMs', 'peakMb'] as const).map((what) =>
        median(results, rival, phase, what),
      );
      const base = median(results, HOLDFAST.name, phase, 'wallMs');
      const times = ((wall ?? Number.NaN) / base).toFixed(2);
      return line([nameOf(rival, phase), `${wall?.toFixed(0)}`, `${cpu?.toFixed(0)}`, `${peak?.toFixed(0)}`, times]);
    }),
  );
  return [line(['', 'wall ms', 'CPU ms', 'peak MB', 'wall ×']), ...rows].join('\n');
}

interface Promised {
  readonly says: string;
  readonly value: number;
  readonly holds: boolean;
}

/** What is promised of captures: `NaN` where there is nothing to compare with counts as kept. */
function promises(results: Results, many: Taken): readonly Promised[] {
  const ratio = (rival: string, phase: string, what: What) =>
    median(results, rival, phase, what) / median(results, HOLDFAST.name, phase, what);
  const atLeast = (says: string, value: number, least: number) => ({ says, value, holds: !(value < least) });
  const peak = Math.max(many.peakMb, ...PHASES.map((phase) => median(results, HOLDFAST.name, phase, 'peakMb')));
  return [
    ...PHASES.map((phase) => {
      const says = `${phase}: at least twice as fast as aws s3 sync`;
      return atLeast(says, ratio('aws s3 sync', phase, 'wallMs'), 2);
    }),
    atLeast('first: at most half the CPU of aws s3 sync', ratio('aws s3 sync', 'first', 'cpuMs'), 2),
    atLeast('first: within twice the time of rclone', ratio('rclone sync', 'first', 'wallMs'), 0.5),
    { says: 'at most 256 MB of memory, also for 100,000 objects', value: peak, holds: peak < 256 },
  ];
}

function kept(all: readonly Promised[]): boolean {
  for (const { says, value, holds } of all) {
    const how = Number.isNaN(value) ? 'not measured' : `${holds ? 'kept' : 'NOT KEPT'}: ${value.toFixed(2)}`;
    console.log(`${says}: ${how}`);
  }
  return all.every(({ holds }) => holds);
}

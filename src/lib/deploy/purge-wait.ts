import pMap from 'p-map';
import type { Limits } from '../site/policy.ts';
import type { Target } from '../site/site.ts';
import type { Edge } from './edge.ts';
import { lookAgain, looksAt, type Look, type Written } from './purge-look.ts';
import { askToPurge, lookAtPurge, purgesFor, type PurgeState } from './purge.ts';

/** How long visitors may take to get the new bytes. CloudFront names no limit; a minute is usual. */
export const PATIENCE_MS = 5 * 60_000;
const EVERY_MS = 2000;
const AT_ONCE = 5;

/** How far the written keys came through the distributions of their target. */
export interface Passage {
  /** `asked`: nobody waited. `incomplete`: time ran out, or a purge was refused. */
  readonly kind: 'through' | 'asked' | 'incomplete';
  readonly purges: readonly PurgeState[];
  readonly looks: readonly Look[];
  /** Why no address was looked at. */
  readonly unknown?: string;
}

/** What purging needs from outside; `wait` is in milliseconds. */
export interface PurgeDeps {
  readonly edge: Edge;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Told after each round how far it is. */
  readonly progress: (text: string) => void;
}

/**
 * Asks every distribution of a target to forget what was written, and waits until each is done and every looked-at key
 * answers as it should. `reference` names the write: with the same one it may run again. Never throws for what the
 * distributions answer, for what is written is live in S3 whatever becomes of it.
 */
export async function purgeAndWait(
  target: Target,
  written: readonly Written[],
  { reference, limits, patienceMs = PATIENCE_MS }: { reference: string; limits: Limits; patienceMs?: number },
  deps: PurgeDeps,
): Promise<Passage> {
  const until = deps.now().getTime() + patienceMs;
  const asked = purgesFor(
    target,
    written.map(({ key }) => key),
  );
  let purges: readonly PurgeState[] = await Promise.all(asked.map((purge) => askToPurge(purge, reference, deps)));
  if (patienceMs === 0) return { kind: 'asked', purges, looks: [] };
  let { looks, unknown } = await looksAt(target, written, deps);
  for (;;) {
    purges = await Promise.all(purges.map((purge) => lookAtPurge(purge, reference, deps)));
    looks = await pMap(looks, (look) => lookInTime(look, { until, limits }, deps), { concurrency: AT_ONCE });
    const told = { purges, looks, ...(unknown !== undefined && { unknown }) };
    if (isHopeless(told)) return { kind: 'incomplete', ...told };
    if (isOver(told)) return { kind: 'through', ...told };
    if (deps.now().getTime() >= until) return { kind: 'incomplete', ...told };
    deps.progress(howFar(told));
    await deps.wait(EVERY_MS);
  }
}

type Told = Omit<Passage, 'kind'>;

/** Once the time is over, what was not reached stays as it was last seen: addresses that hang may be many. */
async function lookInTime(look: Look, { until, limits }: { until: number; limits: Limits }, deps: PurgeDeps) {
  if (deps.now().getTime() < until) return lookAgain(look, limits, deps);
  return look.says === '' ? { ...look, says: 'was not looked at in time' } : look;
}

/** Waiting longer would not help. */
function isHopeless({ purges, unknown }: Told): boolean {
  return unknown !== undefined || purges.some(({ state }) => state === 'refused');
}

function isOver({ purges, looks }: Told): boolean {
  return purges.every(({ state }) => state === 'done') && looks.every(({ state }) => state !== 'waiting');
}

/** What is waited for, in one line. */
function howFar({ purges, looks }: Told): string {
  const waiting = looks.filter(({ state }) => state === 'waiting');
  const [first] = waiting;
  if (first) return `${looks.length - waiting.length} of ${looks.length} through; ${first.address} ${first.says}`;
  const open = purges.filter(({ state }) => state !== 'done').map(({ distribution }) => distribution);
  return `every page is through; CloudFront is still purging ${open.join(', ')}`;
}

import pMap from 'p-map';
import type { WriteOutcome } from '../site/bucket.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE } from './inspect-deps.ts';
import { turn, TURNS, type RollbackPlan, type Undone } from './plan-rollback.ts';
import type { Release, Releases } from './release.ts';
import { isStillLive } from './still-live.ts';
import type { TargetBucket } from './target-bucket.ts';

/** What a rollback reads and writes. */
export interface RollbackDeps {
  readonly bucket: Pick<TargetBucket, 'live' | 'headers' | 'write' | 'remove'>;
  readonly snapshots: Snapshots;
  readonly releases: Pick<Releases, 'end' | 'noteChange' | 'newest'>;
  readonly now: () => Date;
  readonly progress: (text: string) => void;
}

/** What became of a rollback; each file that was to be undone is in one of the lists. */
export interface RolledBack {
  readonly kind: 'done' | 'lost' | 'broken';
  readonly undone: readonly Undone[];
  readonly lost: readonly Undone[];
  readonly left: readonly Undone[];
  readonly cause?: unknown;
}

type Fate = 'undone' | 'lost' | 'left';

interface Run {
  readonly fates: Map<Undone, Fate>;
  stopped: boolean;
  cause?: unknown;
}

/**
 * Puts back what a release replaced, and deletes what it brought: each while what the release wrote is still live, which is
 * kept first. Stops at what is lost or fails; may run again.
 */
export async function rollbackRelease(plan: RollbackPlan, by: string, deps: RollbackDeps): Promise<RolledBack> {
  const { release, undone } = plan;
  const run: Run = { fates: new Map(), stopped: false };
  for (const each of TURNS) {
    const files = undone.filter((one) => turn(one) === each);
    const concurrency = files[0]?.file.kind === 'asset' ? AT_ONCE : 1;
    await pMap(files, (one) => attempt(plan, one, { run, by }, deps), { concurrency });
  }
  try {
    if (!run.stopped) await deps.releases.end(release, 'rolled-back');
  } catch (cause) {
    run.cause = cause;
  }
  const of = (fate: Fate) => undone.filter((one) => run.fates.get(one) === fate);
  const lists = { undone: of('undone'), lost: of('lost'), left: of('left') };
  if (run.cause !== undefined) return { kind: 'broken', ...lists, cause: run.cause };
  return { kind: lists.lost.length > 0 ? 'lost' : 'done', ...lists };
}

/** Never throws: what is on its way beside it must come to its end, and be told. */
async function attempt(
  { release, undone }: RollbackPlan,
  one: Undone,
  { run, by }: { run: Run; by: string },
  deps: RollbackDeps,
): Promise<void> {
  run.fates.set(one, 'left');
  if (run.stopped) return;
  try {
    const lost = (await undo(release, one, by, deps)) === 'lost';
    run.fates.set(one, lost ? 'lost' : 'undone');
    if (lost) run.stopped = true;
  } catch (cause) {
    run.stopped = true;
    run.cause = cause;
  }
  const done = [...run.fates.values()].filter((fate) => fate === 'undone').length;
  deps.progress(`${done} of ${undone.length} files`);
}

async function undo(release: Release, one: Undone, by: string, deps: RollbackDeps): Promise<WriteOutcome> {
  const { key, live, back, file } = one;
  const { bytes = new Uint8Array(), headers, storedAs, etag } = live;
  await deps.snapshots.put('replaced', release.site, live.identity, { bytes, headers, storedAs });
  if (!(await isStillLive(key, live, deps))) return orAlready(Promise.resolve('lost'), one, deps);
  if (!back) return orAlready(deps.bucket.remove(key, etag), one, deps);
  if (release.target === 'production' && file.kind === 'page') {
    const { site, id } = release;
    const change = `rollback of ${id}${release.change === undefined ? '' : ` (${release.change})`}`;
    await deps.releases.noteChange({
      site,
      key,
      identity: file.replaces ?? '',
      release: id,
      change,
      by,
      at: deps.now().toISOString(),
    });
  }
  return orAlready(deps.bucket.write(key, back, { ifMatch: etag }), one, deps);
}

/** Where an answer was lost on the way, or the write was tried again, what is in the way is our own. */
async function orAlready(
  write: Promise<WriteOutcome>,
  { key, file }: Undone,
  { bucket }: RollbackDeps,
): Promise<WriteOutcome> {
  const isBack = async () =>
    ((await bucket.live(key, MOST_OF_ASSET))?.identity ?? DELETED) === (file.replaces ?? DELETED);
  try {
    if ((await write) === 'done') return 'done';
  } catch (cause) {
    if (await isBack().catch(() => false)) return 'done';
    throw cause;
  }
  return (await isBack()) ? 'done' : 'lost';
}

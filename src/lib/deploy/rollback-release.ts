import type { WriteOutcome } from '../site/bucket.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
import { endOf, inTurns, orArrived, type Fate } from './in-turns.ts';
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

/**
 * Puts back what a release replaced, and deletes what it brought: each while what the release wrote is still live, which is
 * kept first. Stops at what is lost or fails; may run again.
 */
export async function rollbackRelease(plan: RollbackPlan, by: string, deps: RollbackDeps): Promise<RolledBack> {
  const { release, undone } = plan;
  const turns = TURNS.map((each) => {
    const files = undone.filter((one) => turn(one) === each);
    return { files, atOnce: files[0]?.file.kind === 'asset' ? AT_ONCE : 1 };
  });
  const run = await inTurns(turns, (one) => undo(release, one, by, deps), deps.progress);
  const cause = run.stopped ? run.cause : await finish(release, deps);
  const of = (fate: Fate) => undone.filter((one) => run.fates.get(one) === fate);
  const lists = { undone: of('done'), lost: of('lost'), left: of('left') };
  return { kind: endOf({ ...run, cause }), ...lists, ...(cause !== undefined && { cause }) };
}

/** Says in the record that it is undone; gives the failure where it cannot. */
async function finish(release: Release, { releases }: RollbackDeps): Promise<unknown> {
  try {
    await releases.end(release, 'rolled-back');
    return undefined;
  } catch (cause) {
    return cause;
  }
}

async function undo(release: Release, one: Undone, by: string, deps: RollbackDeps): Promise<WriteOutcome> {
  const { key, live, back, file } = one;
  const { bytes = new Uint8Array(), headers, storedAs, etag } = live;
  const isBack = async () =>
    ((await deps.bucket.live(key, MOST_OF_ASSET))?.identity ?? DELETED) === (file.replaces ?? DELETED);
  await deps.snapshots.put('replaced', release.site, live.identity, { bytes, headers, storedAs });
  if (!(await isStillLive(key, live, deps))) return (await isBack()) ? 'done' : 'lost';
  if (!back) return orArrived(deps.bucket.remove(key, etag), isBack);
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
  return orArrived(deps.bucket.write(key, back, { ifMatch: etag }), isBack);
}

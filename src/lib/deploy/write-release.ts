import { HoldfastError } from '../errors.ts';
import type { Condition, Content, WriteOutcome } from '../site/bucket.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { named } from './candidate.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
import { endOf, inTurns, orArrived, type Fate } from './in-turns.ts';
import type { Planned } from './inspection.ts';
import type { Release, Releases } from './release.ts';
import { isStillLive } from './still-live.ts';
import type { TargetBucket } from './target-bucket.ts';

const AT_ONCE = 8;

/** What writing a release needs. */
export interface WriteDeps {
  readonly bucket: Pick<TargetBucket, 'live' | 'get' | 'headers' | 'write'>;
  readonly snapshots: Pick<Snapshots, 'put'>;
  readonly releases: Pick<Releases, 'begin' | 'end' | 'noteChange'>;
  readonly progress: (text: string) => void;
}

/** What became of a release; each of its files is in one of the lists. */
export interface ReleaseWritten {
  /** `done`; `lost`: somebody else wrote meanwhile; `broken`: something failed on the way, see `cause`. */
  readonly kind: 'done' | 'lost' | 'broken';
  /** What is at the target now, also where it was there before. */
  readonly written: readonly Planned[];
  /** Where somebody else wrote: nothing of theirs was overwritten. */
  readonly lost: readonly Planned[];
  /** What was not written. */
  readonly left: readonly Planned[];
  readonly cause?: unknown;
}

/**
 * Writes a release: its record first, assets before pages, each conditional on what was live when it was inspected, and
 * nothing before what it overwrites is kept. Stops at what is lost or fails. May run again for the same release: what is
 * at the target already is not written twice.
 */
export async function writeRelease(
  release: Release,
  { planned, resumes }: { readonly planned: readonly Planned[]; readonly resumes: boolean },
  deps: WriteDeps,
): Promise<ReleaseWritten> {
  if (!resumes) await deps.releases.begin(release);
  const turns = [
    { files: ofKind(planned, 'asset'), atOnce: AT_ONCE },
    { files: ofKind(planned, 'page'), atOnce: 1 },
  ];
  const run = await inTurns(turns, (file) => write(release, file, deps), deps.progress);
  const of = (fate: Fate) => planned.filter((file) => run.fates.get(file) === fate);
  const lists = { written: of('done'), lost: of('lost'), left: of('left') };
  const cause = run.stopped ? run.cause : await finish(release, deps);
  if (run.stopped && cause === undefined && lists.written.length === 0) await giveUp(release, deps);
  return { kind: endOf({ ...run, cause }), ...lists, ...(cause !== undefined && { cause }) };
}

const ofKind = (planned: readonly Planned[], kind: Planned['kind']) => planned.filter((file) => file.kind === kind);

/** Says in the record that it is done; gives the failure where it cannot. */
async function finish(release: Release, { releases }: WriteDeps): Promise<unknown> {
  try {
    if ((await releases.end(release, 'done')) === 'done' || release.state === 'done') return undefined;
    return new HoldfastError('DEPLOY.LOST', `Somebody else ended ${release.id} meanwhile.`);
  } catch (cause) {
    return cause;
  }
}

/** Nothing of it stands, and nothing of it can be gone on with; a record that stays begun says the same, only less well. */
async function giveUp(release: Release, { releases }: WriteDeps): Promise<void> {
  await releases.end(release, 'rolled-back').catch(() => 'conflict');
}

async function write(release: Release, file: Planned, deps: WriteDeps): Promise<WriteOutcome> {
  const { over, key, identity, sha256 } = file;
  if (over?.identity === identity) return (await isStillLive(key, { ...over, sha256 }, deps)) ? 'done' : 'lost';
  // Of a release that is gone on with, the record says what it may overwrite.
  if (over?.identity !== file.replaces) return 'lost';
  if (over && !(await keep(release, file, deps))) return 'lost';
  const content = await loaded(file);
  if (release.target === 'production' && file.kind === 'page') await note(release, file, deps);
  const condition: Condition = over ? { ifMatch: over.etag } : { ifNoneMatch: true };
  const isThere = async () => (await deps.bucket.live(key, MOST_OF_ASSET))?.identity === identity;
  return orArrived(deps.bucket.write(key, content, condition), isThere);
}

/** `false` where it is not there any more as it was inspected. */
async function keep({ site }: Release, { over, key }: Planned, { bucket, snapshots }: WriteDeps): Promise<boolean> {
  const version = over && (await bucket.get(key, over.versionId, MOST_OF_ASSET));
  if (!version?.bytes || version.identity !== over?.identity) return false;
  const { bytes, headers, storedAs } = version;
  await snapshots.put('replaced', site, version.identity, { bytes, headers, storedAs });
  return isStillLive(key, version, { bucket });
}

/** Throws `DEPLOY.INCOMPLETE` where it is not what was inspected. */
async function loaded(file: Planned): Promise<Content> {
  const content = await file.load();
  if (named(content).identity === file.identity) return content;
  const hint = 'Look at it, and run it again.';
  throw new HoldfastError('DEPLOY.INCOMPLETE', `${file.path} changed while it was deployed.`, { hint });
}

async function note({ id, site, change, by, at }: Release, { key, identity }: Planned, { releases }: WriteDeps) {
  const named = change === undefined ? {} : { change };
  await releases.noteChange({ site, key, identity, release: id, ...named, by, at });
}

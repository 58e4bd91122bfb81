import pMap from 'p-map';
import { HoldfastError } from '../errors.ts';
import type { Condition, Content } from '../site/bucket.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { named } from './candidate.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
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

type Fate = 'written' | 'lost' | 'left';

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
  const fates = new Map<Planned, Fate>();
  const state: { stopped: boolean; cause?: unknown } = { stopped: false };
  const settle = async (file: Planned) => {
    const fate = await attempt(release, file, state, deps);
    fates.set(file, fate);
    deps.progress(`${fates.size} of ${planned.length} files`);
  };
  await pMap(ofKind(planned, 'asset'), settle, { concurrency: AT_ONCE });
  for (const file of ofKind(planned, 'page')) await settle(file);
  const of = (fate: Fate) => planned.filter((file) => fates.get(file) === fate);
  if (!state.stopped) await finish(release, state, deps);
  else if (state.cause === undefined && of('written').length === 0) await giveUp(release, deps);
  const kind = state.cause !== undefined ? 'broken' : of('lost').length > 0 ? 'lost' : 'done';
  return {
    kind,
    written: of('written'),
    lost: of('lost'),
    left: of('left'),
    ...(state.cause !== undefined && { cause: state.cause }),
  };
}

const ofKind = (planned: readonly Planned[], kind: Planned['kind']) => planned.filter((file) => file.kind === kind);

/** Never throws: what is on its way beside it must come to its end, and be told. */
async function attempt(
  release: Release,
  file: Planned,
  state: { stopped: boolean; cause?: unknown },
  deps: WriteDeps,
): Promise<Fate> {
  if (state.stopped) return 'left';
  try {
    const fate = await write(release, file, deps);
    if (fate === 'lost') state.stopped = true;
    return fate;
  } catch (cause) {
    state.stopped = true;
    state.cause = cause;
    return 'left';
  }
}

async function finish(release: Release, state: { stopped: boolean; cause?: unknown }, { releases }: WriteDeps) {
  try {
    if ((await releases.end(release, 'done')) === 'done' || release.state === 'done') return;
    state.cause = new HoldfastError('DEPLOY.LOST', `Somebody else ended ${release.id} meanwhile.`);
  } catch (cause) {
    state.cause = cause;
  }
}

/** Nothing of it stands, and nothing of it can be gone on with; a record that stays begun says the same, only less well. */
async function giveUp(release: Release, { releases }: WriteDeps): Promise<void> {
  await releases.end(release, 'rolled-back').catch(() => 'conflict');
}

async function write(release: Release, file: Planned, deps: WriteDeps): Promise<Fate> {
  const { over, key, identity, sha256 } = file;
  if (over?.identity === identity) return (await isStillLive(key, { ...over, sha256 }, deps)) ? 'written' : 'lost';
  // Of a release that is gone on with, the record says what it may overwrite.
  if (over?.identity !== file.replaces) return 'lost';
  if (over && !(await keep(release, file, deps))) return 'lost';
  const content = await loaded(file);
  if (release.target === 'production' && file.kind === 'page') await note(release, file, deps);
  const condition: Condition = over ? { ifMatch: over.etag } : { ifNoneMatch: true };
  const isThere = async () => (await deps.bucket.live(key, MOST_OF_ASSET))?.identity === identity;
  try {
    if ((await deps.bucket.write(key, content, condition)) === 'done') return 'written';
  } catch (cause) {
    // It may have arrived all the same: what is told as not written is not there.
    if (await isThere().catch(() => false)) return 'written';
    throw cause;
  }
  // An answer that was lost on the way is asked for again, and then what is in the way is our own.
  return (await isThere()) ? 'written' : 'lost';
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

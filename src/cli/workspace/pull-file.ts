import { sha256 } from '../../lib/site/version.ts';
import type { Placed, WorkspaceFolder } from '../../lib/aws/workspace-folder.ts';
import { likelyFrom, type LikelyDeps } from '../../lib/deploy/pulled-from.ts';
import { baseCopy, baseOf, pulledLive, type Pulled } from '../../lib/deploy/pulled-live.ts';
import { stateOf, type FileState } from '../../lib/deploy/states.ts';
import type { TargetBucket, TargetObject } from '../../lib/deploy/target-bucket.ts';
import type { Base } from '../../lib/deploy/workspace.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import { utcMinute } from '../when.ts';
import type { Meant } from './meant.ts';

/** What pulling does with one file. `left`: it is changed here. `kept`: nothing is to be done. */
export type Deed = 'wrote' | 'recorded' | 'kept' | 'left' | 'replaced' | 'forgot' | 'skipped' | 'failed';

/** What became of one file. */
export interface PulledFile {
  readonly path: string;
  readonly kind: Meant['kind'];
  readonly did: Deed;
  /** How it stands to production afterwards. */
  readonly state: FileState;
  readonly local?: string;
  readonly live?: string;
  readonly base?: Base;
  readonly says?: string;
  /** Where the local file is kept that was replaced. */
  readonly copy?: string;
}

/** What is to be done with one file, and what it is kept by. */
export interface Step {
  readonly file: PulledFile;
  readonly place?: Placed;
  /** Decoded bytes of the base, for merging some day. */
  readonly baseBytes?: Uint8Array;
  /** The local file that is replaced. */
  readonly replaced?: Uint8Array;
}

/** What looking at one file needs. */
export interface LookDeps extends LikelyDeps {
  readonly workspace: WorkspaceFolder;
  readonly production: TargetBucket;
}

type Live = Extract<Pulled, { kind: 'pulled' }>;

/** One file with all that is known of it. */
interface Seen {
  readonly site: Site;
  readonly meant: Meant;
  readonly base: Base | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly local: string | undefined;
}

/** Finds out what pulling would do with one file. `force`: a file that is changed here is replaced all the same. */
export async function pullFile(
  site: Site,
  meant: Meant,
  base: Base | undefined,
  force: boolean,
  deps: LookDeps,
): Promise<Step> {
  try {
    const bytes = await deps.workspace.read(meant.path);
    return await lookAt({ site, meant, base, bytes, local: bytes && sha256(bytes) }, force, deps);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'FOLDER.FAILED') throw error;
    return { file: { path: meant.path, kind: meant.kind, did: 'failed', state: 'missing', says: error.message } };
  }
}

async function lookAt(seen: Seen, force: boolean, deps: LookDeps): Promise<Step> {
  const { site, meant, base, local } = seen;
  if (!meant.listed) return goneStep(seen);
  const known = base && isStill(base, meant.listed) ? base.sha256 : undefined;
  if (known !== undefined && local === known) return step(seen, 'kept', 'equal', { live: known });
  if (known !== undefined && local !== undefined && !force) return step(seen, 'left', 'ahead', { live: known });
  const live = await pulledLive(meant.listed.key, site.policy.limits, deps);
  if (!live) return goneStep(seen);
  if (live.kind === 'unreadable') {
    return step(seen, 'skipped', local === undefined ? 'missing' : 'diverged', { says: live.reason });
  }
  return stepOf(seen, live, force, deps);
}

/** Whether what is listed is the very version that was pulled. */
function isStill(base: Base, { etag, lastModified }: TargetObject): boolean {
  return base.etag === etag && base.lastModified === lastModified;
}

async function stepOf(seen: Seen, live: Live, force: boolean, deps: LookDeps): Promise<Step> {
  const { base, local, meant } = seen;
  const state = stateOf({ local, live: live.sha256, base: base?.sha256 });
  const now = baseOf(live.version, live.sha256, deps.now());
  const place = { path: meant.path, ...(local !== undefined && { seen: local }), base: now };
  const fresh = { place, baseBytes: live.plain };
  if (state === 'missing' || state === 'behind') {
    return {
      ...step(seen, 'wrote', 'equal', { live: live.sha256, base: now }),
      ...fresh,
      place: { ...place, bytes: live.plain },
    };
  }
  if (state === 'equal') {
    const did = base?.identity === now.identity && !base.assumed ? 'kept' : 'recorded';
    return { ...step(seen, did, 'equal', { live: live.sha256, base: now }), ...fresh };
  }
  if (force) return replacing(seen, live, now);
  if (state === 'ahead') {
    const moved = base?.assumed ? { ...now, assumed: true as const } : now;
    return {
      ...step(seen, 'left', 'ahead', { live: live.sha256, base: moved }),
      ...fresh,
      place: { ...place, base: moved },
    };
  }
  return base ? step(seen, 'left', 'diverged', { live: live.sha256 }) : assuming(seen, live, deps);
}

function replacing(seen: Seen, live: Live, base: Base, says?: string): Step {
  const { meant, local, bytes } = seen;
  const place = { path: meant.path, ...(local !== undefined && { seen: local }), bytes: live.plain, base };
  const file = step(seen, 'replaced', 'equal', { live: live.sha256, base, ...(says !== undefined && { says }) });
  return { ...file, place, baseBytes: live.plain, ...(bytes && { replaced: bytes }) };
}

/** Nobody recorded what it was made from: the most likely version counts as that. */
async function assuming(seen: Seen, live: Live, deps: LookDeps): Promise<Step> {
  const { site, meant, bytes = new Uint8Array(), local } = seen;
  const ref = { site: site.name, key: site.production.prefix + meant.path };
  const from = await likelyFrom(site, ref, bytes, live, deps);
  if (from.kind === 'lost') {
    const says = `It looks like an edit of the version of ${utcMinute(from.lastModified)}, which nobody has any more.`;
    return step(seen, 'left', 'diverged', { live: live.sha256, says });
  }
  const { base } = from;
  const at = utcMinute(base.lastModified);
  if (from.kind === 'same') {
    const now = baseOf(live.version, live.sha256, deps.now());
    return replacing(seen, live, now, `It was the version of ${at}, without a change.`);
  }
  const state = from.kind === 'live' ? 'ahead' : 'diverged';
  const which = from.kind === 'live' ? 'the live version' : `the version of ${at}, to which it is nearest`;
  const says = `Nobody recorded what it was made from: assumed is ${which}.`;
  const place = { path: meant.path, ...(local !== undefined && { seen: local }), base };
  return { ...step(seen, 'left', state, { live: live.sha256, base, says }), place };
}

/** Production has it no more: the local file stays, and counts as made from nothing. */
function goneStep(seen: Seen): Step {
  const { meant, local } = seen;
  const state = local === undefined ? 'absent' : 'new';
  const { base: _base, ...file } = step(seen, 'forgot', state, { says: 'Production has it no more.' }).file;
  return { file, place: { path: meant.path, ...(local !== undefined && { seen: local }) } };
}

function step(seen: Seen, did: Deed, state: FileState, more: Partial<PulledFile> = {}): { file: PulledFile } {
  const { meant, base, local } = seen;
  const { path, kind } = meant;
  return { file: { path, kind, did, state, ...(local !== undefined && { local }), ...(base && { base }), ...more } };
}

/** Where the bytes of a file's base are kept. */
export const copyOf = (site: Site, { path }: PulledFile): string => baseCopy(site.name, path);

import { diffPages } from '../verdict/diff.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Version } from '../site/version.ts';
import { plainBytes } from './inspect-page.ts';
import type { Planned } from './inspection.ts';
import type { ReleasedChange, Releases } from './release.ts';
import type { TargetBucket } from './target-bucket.ts';

/** What somebody else did where a write was lost. */
export interface Lost {
  readonly path: string;
  /** What is live now; absent: it was deleted. */
  readonly live?: Pick<Version, 'identity' | 'lastModified' | 'versionId' | 'size'>;
  /** By which release it came, where one noted it. */
  readonly change?: ReleasedChange;
  /** Lines that it has no more, and that are new in it, since what was inspected; absent for what is no text. */
  readonly lines?: { readonly gone: number; readonly new: number };
}

/** What telling it reads. */
export interface LostDeps {
  readonly bucket: Pick<TargetBucket, 'live'>;
  readonly snapshots: Pick<Snapshots, 'get'>;
  readonly releases: Pick<Releases, 'changeOf'>;
}

/** Says what came in between, as far as S3 and the releases know. */
export async function whatChanged(site: Site, { path, key, kind, over }: Planned, deps: LostDeps): Promise<Lost> {
  const live = await deps.bucket.live(key, site.policy.limits.bytes);
  if (!live) return { path };
  const { identity, lastModified, versionId, size } = live;
  const [change, before] = await Promise.all([
    deps.releases.changeOf(site.name, identity),
    over && kind === 'page' ? deps.snapshots.get('replaced', site.name, over.identity) : undefined,
  ]);
  const [old, young] = [before && plainBytes(before, site), plainBytes(live, site)];
  const lines = kind === 'page' && old && young ? linesBetween(old, young) : undefined;
  return {
    path,
    live: { identity, lastModified, versionId, size },
    ...(change && { change }),
    ...(lines && { lines }),
  };
}

function linesBetween(old: Uint8Array, young: Uint8Array) {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const { gone, new: fresh } = diffPages(text(old), text(young), { context: 0, maxLines: 0 });
  return { gone, new: fresh };
}

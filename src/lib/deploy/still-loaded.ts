import { compileSources } from '../page/compile-sources.ts';
import { readPage } from '../page/read-page.ts';
import { loadedAssets } from '../page/references.ts';
import { namesPage } from '../site/glob.ts';
import type { Site, Target } from '../site/site.ts';
import type { Version } from '../site/version.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release, Releases } from './release.ts';
import type { TargetBucket } from './target-bucket.ts';

/** What finding it reads. */
export interface LoadedDeps {
  readonly bucket: Pick<TargetBucket, 'live'>;
  readonly releases: Pick<Releases, 'newest'>;
}

/**
 * D8 for scripts and styles that a release brought and that pages of later releases load: without them those would be
 * broken. `keys` are those that would be deleted, `undone` the paths that are undone with them.
 */
export async function stillLoaded(
  { site, target }: { readonly site: Site; readonly target: Target },
  release: Release,
  { keys, undone }: { readonly keys: ReadonlySet<string>; readonly undone: ReadonlySet<string> },
  deps: LoadedDeps,
): Promise<Obstacle[]> {
  if (keys.size === 0) return [];
  const obstacles: Obstacle[] = [];
  for (const [path, later] of await laterPages(site, release, deps)) {
    const key = target.prefix + path;
    const live = undone.has(path) ? undefined : await deps.bucket.live(key, site.policy.limits.bytes);
    const loaded = live ? loadedBy(site, target, key, live).filter((asset) => keys.has(asset)) : [];
    for (const asset of loaded) obstacles.push(needed(asset.slice(target.prefix.length), path, later));
  }
  return obstacles;
}

/** The pages of releases to the same target that came later and stand, each with the newest of them. */
async function laterPages(site: Site, { id, target }: Release, { releases }: LoadedDeps): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  for await (const later of releases.newest(site.name)) {
    if (timeOf(later.id) < timeOf(id)) break;
    if (later.id === id || later.target !== target || later.state === 'rolled-back') continue;
    for (const { path } of later.files)
      if (namesPage(site, site.production.prefix + path) && !pages.has(path)) pages.set(path, later.id);
  }
  return pages;
}

/** Ids sort by the time that they begin with, to the second: of the same one any may be the later. */
const timeOf = (id: string): string => id.slice(0, '20250114T102200Z'.length);

function loadedBy({ tokens, policy }: Site, { prefix }: Target, key: string, { bytes, headers }: Version): string[] {
  if (!bytes) return [];
  const read = readPage({ key, bytes, headers }, compileSources(tokens), policy.limits);
  return read.kind === 'read' ? loadedAssets(read.content, { key, prefix }) : [];
}

function needed(asset: string, page: string, later: string): Obstacle {
  const says = `It would be deleted, and ${page} loads it, which came later by ${later}.`;
  return { rule: 'D8', path: asset, says, next: `Undo that one first: npx holdfast rollback ${later}` };
}

import pMap from 'p-map';
import { classify } from '../site/glob.ts';
import type { Site, Target } from '../site/site.ts';
import { differenceAt, type Difference, type PathKind } from './compare-targets-path.ts';
import { notYetPromoted } from './compare-targets-test.ts';
import type { Releases } from './release.ts';
import type { TargetBucket } from './target-bucket.ts';

/** Paths compared at once: two small requests each, and bytes are read as streams. */
const AT_ONCE = 16;

/** A site that has a staging to compare. */
export type StagedSite = Site & { readonly staging: Target };

/** What one side has under the site's prefix. */
export interface Counts {
  readonly pages: number;
  readonly assets: number;
  /** Keys that the site's globs do not name: never compared. */
  readonly others: number;
}

/** How staging stands to production. */
export interface Comparison {
  readonly production: Counts;
  readonly staging: Counts;
  /** Paths that are the same on both sides. */
  readonly same: number;
  /** By path. What is being tested on staging has the release that put it there. */
  readonly differences: readonly Difference[];
  /** Paths that were named, and are on neither side. */
  readonly unknown: readonly string[];
}

/** What comparing reads. */
export interface CompareDeps {
  readonly production: Pick<TargetBucket, 'list' | 'headers' | 'digest'>;
  readonly staging: Pick<TargetBucket, 'list' | 'headers' | 'digest'>;
  readonly releases: Pick<Releases, 'read' | 'newest'>;
  readonly progress: (text: string) => void;
}

/**
 * Compares every page and asset of production with staging, or the named paths alone. What changes meanwhile is looked at
 * again. Writes nothing; throws `BUCKET.*` where a side cannot be listed, or nothing of it may be read.
 */
export async function compareTargets(
  site: StagedSite,
  named: readonly string[],
  deps: CompareDeps,
): Promise<Comparison> {
  const production = await listed(site, site.production, site.staging, deps.production, deps);
  const staging = await listed(site, site.staging, site.production, deps.staging, deps);
  const both = new Map([...staging.paths, ...production.paths]);
  const chosen = [...both].filter(([path]) => named.length === 0 || named.includes(path));
  let done = 0;
  const found = await pMap(
    chosen,
    async ([path, kind]) => {
      const difference = await differenceAt(site, { path, kind }, deps);
      done += 1;
      deps.progress(`compared ${done.toLocaleString('en')} of ${chosen.length.toLocaleString('en')}`);
      return difference;
    },
    { concurrency: AT_ONCE },
  );
  const differences = found
    .filter((each) => typeof each !== 'string')
    .toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  return {
    production: production.counts,
    staging: staging.counts,
    same: found.filter((each) => each === 'same').length,
    differences: await notYetPromoted(site.name, differences, deps.releases),
    unknown: named.filter((path) => !both.has(path)),
  };
}

/** The pages and assets of one side by path, and how many there are of each kind. */
async function listed(
  site: StagedSite,
  side: Target,
  other: Target,
  bucket: CompareDeps['production'],
  { progress }: CompareDeps,
): Promise<{ paths: ReadonlyMap<string, PathKind>; counts: Counts }> {
  const paths = new Map<string, PathKind>();
  const counts = { page: 0, asset: 0, other: 0 };
  for await (const { key } of bucket.list(side.prefix)) {
    if (belongsTo(other, side, key)) continue;
    const path = key.slice(side.prefix.length);
    const kind = classify(site, site.production.prefix + path);
    counts[kind] += 1;
    if (kind !== 'other') paths.set(path, kind);
    progress(`listed ${paths.size.toLocaleString('en')} pages and assets of s3://${side.bucket}/${side.prefix}`);
  }
  return { paths, counts: { pages: counts.page, assets: counts.asset, others: counts.other } };
}

/** Whether a key that is under this side's prefix is the other side's: of the same bucket, under a longer prefix. */
function belongsTo(other: Target, side: Target, key: string): boolean {
  return other.bucket === side.bucket && other.prefix.length > side.prefix.length && key.startsWith(other.prefix);
}

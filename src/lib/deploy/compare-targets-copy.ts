import type { Condition, Content } from '../site/bucket.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Version } from '../site/version.ts';
import type { Difference } from './compare-targets-path.ts';
import type { StagedSite } from './compare-targets.ts';
import { RELEASE_METADATA } from './release.ts';
import type { TargetBucket } from './target-bucket.ts';

/** Largest object that is copied or kept, in bytes: it goes through this machine's memory. */
const LARGEST = 64 * 1024 * 1024;

/** What became of one difference. `lost`: somebody else wrote meanwhile; `left`: it cannot be mended from here. */
export interface Mended {
  readonly path: string;
  readonly outcome: 'copied' | 'deleted' | 'lost' | 'left';
  readonly why?: string;
}

/** What mending reads and writes: staging alone is written to. */
export interface MendDeps {
  readonly production: Pick<TargetBucket, 'live'>;
  readonly staging: Pick<TargetBucket, 'live' | 'write' | 'remove'>;
  readonly snapshots: Pick<Snapshots, 'put'>;
}

/** How a difference is mended; `undefined`: staging is as it should be, or nobody knows how it is. */
export function mending({ how, headers }: Difference): 'copy' | 'delete' | undefined {
  if (how === 'extra') return 'delete';
  if (how === 'missing' || how === 'bytes') return 'copy';
  const ours = how === 'headers' && headers.some(({ configured }) => configured?.side !== 'production');
  return ours ? 'copy' : undefined;
}

/**
 * Makes staging as production is, at one path: while staging is still what was compared, and after what it had is on the
 * shelf `replaced`. May run twice.
 */
export async function mend(site: StagedSite, difference: Difference, deps: MendDeps): Promise<Mended> {
  const { path } = difference;
  const over = await deps.staging.live(site.staging.prefix + path, LARGEST);
  if (!isStill(difference, over)) return { path, outcome: 'lost', why: 'staging changed meanwhile' };
  if (over && !over.bytes) return { path, outcome: 'left', why: TOO_LARGE };
  return mending(difference) === 'delete' ? deleted(site, path, over, deps) : copied(site, path, over, deps);
}

const TOO_LARGE = `larger than ${LARGEST.toLocaleString('en')} bytes: copy it with a tool of your own`;

function isStill({ staging }: Difference, over: Version | undefined): boolean {
  return staging?.etag === over?.etag && staging?.lastModified === over?.lastModified;
}

async function copied(site: StagedSite, path: string, over: Version | undefined, deps: MendDeps): Promise<Mended> {
  const source = await deps.production.live(site.production.prefix + path, LARGEST);
  if (!source) return { path, outcome: 'lost', why: 'production has it no more' };
  if (!source.bytes) return { path, outcome: 'left', why: TOO_LARGE };
  await keep(site, over, deps);
  const content = forStaging(site, { ...source, bytes: source.bytes }, over);
  const condition: Condition = over ? { ifMatch: over.etag } : { ifNoneMatch: true };
  const written = await deps.staging.write(site.staging.prefix + path, content, condition);
  return written === 'done' ? { path, outcome: 'copied' } : { path, outcome: 'lost', why: 'staging changed meanwhile' };
}

async function deleted(site: StagedSite, path: string, over: Version | undefined, deps: MendDeps): Promise<Mended> {
  if (!over) return { path, outcome: 'deleted' };
  await keep(site, over, deps);
  const removed = await deps.staging.remove(site.staging.prefix + path, over.etag);
  return removed === 'done'
    ? { path, outcome: 'deleted' }
    : { path, outcome: 'lost', why: 'staging changed meanwhile' };
}

async function keep(site: StagedSite, over: Version | undefined, { snapshots }: MendDeps): Promise<void> {
  if (!over?.bytes) return;
  const { bytes, headers, storedAs } = over;
  await snapshots.put('replaced', site.name, over.identity, { bytes, headers, storedAs });
}

/** Production's bytes and headers, with staging's own Cache-Control; kept as staging keeps its objects. */
function forStaging(site: StagedSite, { bytes, headers }: Content, over: Version | undefined): Content {
  const { [RELEASE_METADATA]: _release, ...metadata } = headers.metadata;
  const { cacheControl } = site.staging;
  return {
    bytes,
    headers: { ...headers, metadata, ...(cacheControl !== undefined && { cacheControl }) },
    storedAs: over?.storedAs ?? {},
  };
}

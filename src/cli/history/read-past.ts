import pMap from 'p-map';
import { everyPart } from '../../lib/api/part.ts';
import type { VerificationShape } from '../../lib/api/deploy-shapes.ts';
import {
  pastOfPage,
  type ListedPast,
  type PastIncident,
  type PastRelease,
  type PastVersion,
} from '../../lib/deploy/past-of-page.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Shelf } from '../../lib/site/snapshots.ts';
import { DELETED, type ListedVersion } from '../../lib/site/version.ts';
import type { Session } from '../command.ts';

const AT_ONCE = 4;
/** Of a site's incidents and releases, so many are looked through for those of the page. */
const MOST_INCIDENTS = 1000;
const MOST_RELEASES = 200;
const SHELVES: readonly Shelf[] = ['accepted', 'rejected', 'replaced'];

type Deps = Pick<Session, 'operator' | 'progress'>;

/** A page of a site, by its key. */
export interface Place {
  readonly site: Site;
  readonly key: string;
}

/** A page's past, newest first, and whether there is more of it. */
export interface Past {
  readonly versions: readonly PastVersion[];
  readonly more: boolean;
}

/**
 * The versions of a page as the bucket lists them and the records name them, at most so many, none of them read. Without
 * a history of its own in the bucket, also what releases wrote.
 */
export async function namedPast({ site, key }: Place, most: number, { operator, progress }: Deps): Promise<Past> {
  const { listed, cut } = await listing({ site, key }, most, { operator, progress });
  const { page } = await operator.stores.registry.read({ site: site.name, key });
  const releases = await releasesOf({ site, key }, listed, { operator, progress });
  return { versions: pastOfPage({ listed, cut, incidents: [], releases, ...(page && { page }) }), more: cut };
}

/** As `namedPast`, with what reading each version, its incidents, its release and the snapshot store tell of it. */
export async function wholePast({ site, key }: Place, most: number, deps: Deps): Promise<Past> {
  const { operator } = deps;
  const [{ listed: unread, cut }, { page, site: record }] = await Promise.all([
    listing({ site, key }, most, deps),
    operator.stores.registry.read({ site: site.name, key }),
  ]);
  const listed = await readEach({ site, key }, unread, deps);
  const incidents = page && record ? await incidentsOf({ site, key }, most, deps) : [];
  const releases = await releasesOf({ site, key }, listed, deps);
  const all = pastOfPage({ listed, cut, incidents, releases, ...(page && { page }) });
  const verification = record && (await operator.api.verification(site.name, key));
  const versions = await pMap(all.slice(0, most), (version) => withStores(site.name, version, verification, deps), {
    concurrency: AT_ONCE,
  });
  return { versions: eachReleaseOnce(versions), more: cut || all.length > most };
}

async function listing({ site, key }: Place, most: number, { operator, progress }: Deps) {
  const listed: ListedVersion[] = [];
  for await (const version of operator.target(site.production.bucket).versions(key)) {
    if (listed.length === most) return { listed, cut: true };
    listed.push(version);
    progress(`listed ${listed.length} versions`);
  }
  return { listed, cut: false };
}

/** What cannot be read, or is too large, stays as it was listed. */
async function readEach({ site, key }: Place, listed: readonly ListedVersion[], deps: Deps): Promise<ListedPast[]> {
  const bucket = deps.operator.target(site.production.bucket);
  let read = 0;
  return pMap(
    listed,
    async (version) => {
      read += 1;
      deps.progress(`read ${read} of ${listed.length} versions`);
      if (version.deleted) return version;
      const found = await unlessRefused(bucket.get(key, version.versionId, site.policy.limits.bytes));
      if (!found?.bytes) return version;
      const { identity, sha256, mark } = found;
      return { ...version, identity, sha256, ...(mark !== undefined && { mark }) };
    },
    { concurrency: AT_ONCE },
  );
}

/** The page's incidents, newest first, each with its version: lists name no versions. */
async function incidentsOf({ site, key }: Place, most: number, { operator, progress }: Deps): Promise<PastIncident[]> {
  const ids: string[] = [];
  let looked = 0;
  for await (const incident of everyPart((cursor) =>
    operator.api.incidents({ site: site.name, limit: 100, ...(cursor !== undefined && { cursor }) }),
  )) {
    if (looked === MOST_INCIDENTS || ids.length === most) break;
    looked += 1;
    progress(`looked at ${looked} incidents`);
    if (incident.page === key) ids.push(incident.id);
  }
  const details = await pMap(ids, (id) => operator.api.incident(id), { concurrency: AT_ONCE });
  return details
    .filter(({ rejected }) => rejected.identity !== DELETED)
    .map(({ id, state, rejected: { identity, versionId, lastModified } }) => ({
      id,
      state,
      identity,
      versionId,
      at: lastModified,
    }));
}

/** Where the bucket keeps versions it says more than releases do. */
async function releasesOf({ site, key }: Place, listed: readonly ListedVersion[], { operator, progress }: Deps) {
  const found: PastRelease[] = [];
  if (listed.length > 1) return found;
  const path = key.slice(site.production.prefix.length);
  let looked = 0;
  for await (const { target, files, at } of operator.stores.releases.newest(site.name)) {
    if (looked === MOST_RELEASES) break;
    looked += 1;
    progress(`looked at ${looked} releases`);
    const file = target === 'production' && files.find((each) => each.path === path);
    if (!file) continue;
    const { identity, replaces } = file;
    found.push({ at, identity, ...(replaces !== undefined && { replaces }) });
  }
  return found;
}

/** Changes are noted of bytes: of several versions with the same, one came with the release, the nearest to it in time. */
function eachReleaseOnce(versions: readonly PastVersion[]): PastVersion[] {
  const nearest = new Map<string | undefined, PastVersion>();
  for (const version of versions) {
    const other = nearest.get(version.identity);
    if (!other || distanceOf(version) < distanceOf(other)) nearest.set(version.identity, version);
  }
  return versions.map((version) => {
    const { release: _another, ...rest } = version;
    return nearest.get(version.identity) === version ? version : rest;
  });
}

const distanceOf = ({ at, release }: PastVersion): number =>
  release ? Math.abs(Date.parse(at) - Date.parse(release.at)) : Infinity;

async function withStores(
  site: string,
  version: PastVersion,
  verification: VerificationShape | undefined,
  { operator, progress }: Deps,
): Promise<PastVersion> {
  const { identity, sha256 } = version;
  if (identity === undefined || identity === DELETED) return version;
  const { snapshots, releases } = operator.stores;
  progress('looking into the snapshot store');
  const [release, ...shelves] = await Promise.all([
    releases.changeOf(site, identity),
    ...SHELVES.map(async (shelf) => ((await unlessRefused(snapshots.get(shelf, site, identity))) ? [shelf] : [])),
  ]);
  const verified = sha256 !== undefined && verification?.sha256 === sha256 ? verification : undefined;
  return {
    ...version,
    kept: shelves.flat(),
    ...(release && { release: cameBy(release) }),
    ...(verified && { verified: { by: verified.by, at: verified.at } }),
  };
}

const cameBy = ({ release, change, by, at }: NonNullable<PastVersion['release']>) => ({
  release,
  ...(change !== undefined && { change }),
  by,
  at,
});

/** An archived version, one that somebody may not read, or a damaged one must not hide the others. */
async function unlessRefused<T>(asked: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HoldfastError && !error.retryable) return undefined;
    throw error;
  }
}

import type { WeighDeps } from '../reconcile/weigh.ts';
import type { Content } from '../site/bucket.ts';
import { classify } from '../site/glob.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { Registry } from '../site/registry.ts';
import type { Site } from '../site/site.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { sha256, type Version } from '../site/version.ts';
import type { Ancestor } from '../verdict/finding.ts';
import { judgeCandidate } from './judge-candidate.ts';
import { storedAs } from './plain.ts';
import { baseOf, pulledOf, type Pulled } from './pulled-live.ts';
import type { TargetBucket } from './target-bucket.ts';
import type { Base } from './workspace.ts';

/** Former versions of a page that are compared byte by byte. */
const MOST_FORMER = 30;

/**
 * What a file was probably made from, whose base nobody recorded. `same`: it is that former version, byte by byte, and not
 * one that the guard rejected: that one is somebody's work. `lost`: it looks like an older version whose bytes nobody has any more.
 */
export type LikelyFrom =
  | { readonly kind: 'same' | 'older' | 'live'; readonly base: Base }
  | { readonly kind: 'lost'; readonly lastModified: string };

/** What finding it reads. */
export type LikelyDeps = Omit<WeighDeps, 'bucket' | 'registry'> & {
  readonly registry: Pick<Registry, 'read' | 'homes'>;
  readonly production: Pick<TargetBucket, 'versions' | 'get' | 'head'>;
};

type Live = Extract<Pulled, { kind: 'pulled' }>;

/**
 * Finds by likeness what a file was made from: the accepted version that the guard would say it was edited from, else the
 * live one. Every base but one of `same` bytes is `assumed`.
 */
export async function likelyFrom(
  site: Site,
  ref: PageRef,
  local: Uint8Array,
  live: Live,
  deps: LikelyDeps,
): Promise<LikelyFrom> {
  // What is no page is never judged, nor rejected.
  const records = classify(site, ref.key) === 'page' ? await deps.registry.read(ref) : {};
  const former = await sameFormer(site, ref, local, deps);
  if (former && (!records.site || (await deps.snapshots.get('accepted', site.name, former.identity)))) {
    return { kind: 'same', base: former };
  }
  const ancestor = await ancestorOf(ref, local, live, { ...deps, records });
  if (!ancestor) return { kind: 'live', base: { ...baseOf(live.version, live.sha256, deps.now()), assumed: true } };
  const older = await olderVersion(site, ref, ancestor, deps);
  if (older?.kind !== 'pulled') return { kind: 'lost', lastModified: ancestor.lastModified };
  return { kind: 'older', base: { ...baseOf(older.version, older.sha256, deps.now()), assumed: true } };
}

async function sameFormer(
  { policy }: Site,
  { key }: PageRef,
  local: Uint8Array,
  { production, now }: LikelyDeps,
): Promise<Base | undefined> {
  const digest = sha256(local);
  let looked = 0;
  for await (const { versionId, deleted } of production.versions(key)) {
    if ((looked += 1) > MOST_FORMER) return undefined;
    const version = deleted ? undefined : await production.get(key, versionId, policy.limits.bytes);
    const pulled = version && pulledOf(version, policy.limits);
    if (pulled?.kind === 'pulled' && pulled.sha256 === digest) return baseOf(pulled.version, digest, now());
  }
  return undefined;
}

/** What the guard would say that it was edited from; nothing where the guard does not know the page yet. */
async function ancestorOf(
  ref: PageRef,
  local: Uint8Array,
  { version }: Live,
  { production, records, ...deps }: LikelyDeps & { records: Awaited<ReturnType<Registry['read']>> },
): Promise<Ancestor | undefined> {
  const { page, site } = records;
  if (!site) return undefined;
  const content: Content = { ...storedAs(local, version.headers), storedAs: version.storedAs };
  const known = page && { page: { ...page, allowances: [] } };
  const { verdict } = await judgeCandidate({ ref, site: asking(site), live: version, ...known }, content, {
    ...deps,
    bucket: production,
  });
  if (verdict.kind !== 'breached') return undefined;
  return verdict.findings.find(({ ancestor }) => ancestor)?.ancestor;
}

/** The site as one that is told of stale copies, whatever its policy makes of them. */
function asking(site: SiteRecord): SiteRecord {
  const { policy } = site.config;
  const severity = { ...policy.severity, 'base.stale': 'alert' } as const;
  return { ...site, config: { ...site.config, policy: { ...policy, severity } } };
}

async function olderVersion(
  { policy }: Site,
  { site, key }: PageRef,
  { identity, versionId, lastModified }: Ancestor,
  { production, snapshots }: LikelyDeps,
): Promise<Pulled | undefined> {
  const listed = await production.get(key, versionId, policy.limits.bytes);
  if (listed?.identity === identity) return pulledOf(listed, policy.limits);
  const content = await snapshots.get('accepted', site, identity);
  return content && pulledOf(asVersion(content, { identity, versionId, lastModified }), policy.limits);
}

function asVersion(content: Content, named: Pick<Version, 'identity' | 'versionId' | 'lastModified'>): Version {
  const { bytes } = content;
  return { ...content, ...named, etag: '', deleted: false, sha256: sha256(bytes), size: bytes.length };
}

import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { HoldfastError } from '../errors.ts';
import type { AssetState, Assets } from '../rollback/assets-store.ts';
import type { Content } from '../site/bucket.ts';
import { sha256 } from '../site/version.ts';
import type { SiteAddress } from '../upload/pages-of.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { aclsInUse } from './s3-bucket-acl.ts';
import type { ReadDeps } from './s3-bucket-read.ts';
import { headLive, isAbsent, readVersion } from './s3-bucket-read.ts';
import { writeObject } from './s3-bucket-write.ts';
import { keepCopy, kept, noteOf } from './s3-snapshots-keep.ts';
import type { Place } from './s3-snapshots-keep.ts';
import { listVersions } from './s3-versions.ts';

// One asset is held in memory at a time; a script or style of this size is none.
const LARGEST = 100 * 1024 * 1024;
// S3 takes keys of up to 1,024 bytes, and a note may lie beside under 65 more.
const LONGEST_KEY = 950;

interface Sources {
  readonly site: Omit<SiteAddress, 'prefix'>;
  /** The snapshot bucket. */
  readonly snapshots: string;
  readonly read: ReadDeps;
}

/** Where a missing asset can come back from: a version of it, or the copy in the snapshot bucket. */
type Origin =
  | { readonly kind: 'version'; readonly versionId: string; readonly lastModified: string }
  | { readonly kind: 'copy'; readonly lastModified: string };

/**
 * The assets port on S3. A missing asset comes back from its newest real version, or from the copy at
 * `assets/<site>/<key>` of the snapshot bucket where that is newer. Assets of up to 100 MB.
 */
export function s3Assets(
  site: Omit<SiteAddress, 'prefix'>,
  snapshots: string,
  deps: { s3: S3Client; now: () => Date },
): Assets {
  const read = { s3: deps.s3, aclsInUse: aclsInUse(site.bucket, deps) };
  const sources: Sources = { site, snapshots, read };
  return {
    state: (key) => stateOf(key, sources),
    revive: (key) => revive(key, sources),
    keep: (key) => keep(key, sources),
  };
}

async function stateOf(key: string, sources: Sources): Promise<AssetState> {
  const { site, read } = sources;
  if (await headLive({ bucket: site.bucket, key }, read.s3)) return 'live';
  const origin = await originOf(key, sources);
  if (!origin) return 'unknown';
  if (origin.kind === 'copy') return 'restorable';
  const head = await inspect({ bucket: site.bucket, key }, sources, origin.versionId);
  return head && head !== 'refused' && isReadable(head) ? 'restorable' : 'unrestorable';
}

async function revive(key: string, sources: Sources): Promise<void> {
  const at = { bucket: sources.site.bucket, key };
  const content = await contentOf(key, sources);
  if (content && (await writeObject(at, content, { ifNoneMatch: true }, sources.read)) === 'done') return;
  if (await headLive(at, sources.read.s3)) return;
  throw new HoldfastError('ASSET.MISSING', `${key} of ${at.bucket} could not be brought back`, { retryable: true });
}

async function keep(key: string, sources: Sources): Promise<void> {
  const at = { bucket: sources.site.bucket, key };
  const live = await headLive(at, sources.read.s3);
  if (!live || live.versionId !== 'null' || live.size > LARGEST) return;
  const copied = await sourceOfCopy(key, sources);
  if (copied?.etag === live.etag && copied.lastModified === live.lastModified) return;
  const version = await readVersion({ ...at, versionId: 'null' }, LARGEST, sources.read);
  if (version?.bytes) await keepCopy(copyOf(key, sources), { ...version, bytes: version.bytes }, version, sources.read);
}

/** What is newest: on a suspended bucket a delete marker may have replaced a version newer than those still listed. */
async function originOf(key: string, sources: Sources): Promise<Origin | undefined> {
  const [version, copied] = await Promise.all([newestReal(key, sources), sourceOfCopy(key, sources)]);
  if (copied && (!version || copied.lastModified > version.lastModified)) return { kind: 'copy', ...copied };
  return version && { kind: 'version', ...version };
}

async function newestReal(key: string, { site, read }: Sources) {
  for await (const version of listVersions(read.s3, site.bucket, key)) if (!version.deleted) return version;
  return undefined;
}

async function contentOf(key: string, sources: Sources): Promise<Content | undefined> {
  const origin = await originOf(key, sources);
  if (!origin) return undefined;
  if (origin.kind === 'copy') return kept(copyOf(key, sources), sources.read);
  const at = { bucket: sources.site.bucket, key, versionId: origin.versionId };
  const version = await readVersion(at, LARGEST, sources.read);
  return version?.bytes && { ...version, bytes: version.bytes };
}

async function sourceOfCopy(key: string, sources: Sources) {
  const place = copyOf(key, sources);
  const head = await inspect(place, sources);
  if (!head || head === 'refused') return undefined;
  return (await noteOf(place, head.Metadata, sources.read)).source;
}

function copyOf(key: string, { site, snapshots }: Sources): Place {
  const name = Buffer.byteLength(key) > LONGEST_KEY ? `sha256-${sha256(key)}` : key;
  return { bucket: snapshots, key: `assets/${site.name}/${name}` };
}

async function inspect({ bucket, key }: Place, { read }: Sources, versionId?: string) {
  try {
    return await read.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    if (asAwsError(error).$metadata?.httpStatusCode === 403) return 'refused';
    throw awsFailure('BUCKET', `Asking for ${key} of ${bucket}`, error);
  }
}

function isReadable({ ContentLength = 0, StorageClass, Restore }: HeadObjectCommandOutput): boolean {
  const archived = StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE';
  return ContentLength <= LARGEST && (!archived || Restore?.includes('ongoing-request="false"') === true);
}

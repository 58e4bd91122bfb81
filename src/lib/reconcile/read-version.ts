import { compileSources } from '../page/compile-sources.ts';
import type { PageContent, Reading } from '../page/page-content.ts';
import { readPage } from '../page/read-page.ts';
import type { Content } from '../site/bucket.ts';
import type { Seen } from '../site/page-record.ts';
import { DELETED, type Deletion, type ListedVersion, type Version } from '../site/version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** A version as it was read by one GET, or a deletion. */
export type Read = Version | Deletion;

/**
 * Reads a listed version by one GET. `undefined` when it is gone, or when a `null` version is another one by now: then
 * the list is out of date.
 */
export async function readVersion(
  view: View,
  listed: ListedVersion,
  { bucket }: Pick<ReconcileDeps, 'bucket'>,
): Promise<Read | undefined> {
  if (listed.deleted) return { ...listed, deleted: true, identity: DELETED };
  const version = await bucket.get(view.ref.key, listed.versionId, view.site.config.policy.limits.bytes);
  if (!version) return undefined;
  const same =
    listed.versionId !== 'null' || (version.etag === listed.etag && version.lastModified === listed.lastModified);
  return same ? version : undefined;
}

/** What the version says, under the site's sources and limits. */
export function reading(view: View, version: Pick<Version, 'headers' | 'bytes' | 'size'>): Reading {
  const { tokens, policy } = view.site.config;
  const { bytes, headers } = version;
  if (!bytes) {
    const reason = `The page has ${version.size} bytes; pages of up to ${policy.limits.bytes} bytes are read.`;
    return { kind: 'unreadable', reason };
  }
  try {
    return readPage({ key: view.ref.key, bytes, headers }, compileSources(tokens), policy.limits);
  } catch (error) {
    // Page bytes are anybody's: whatever they break, the guard fails open and a person is told.
    return {
      kind: 'unreadable',
      reason: `The page could not be read: ${error instanceof Error ? error.message : 'unknown'}.`,
    };
  }
}

/** The content of something we keep ourselves; `undefined` when it cannot be read under today's limits. */
export function contentOf(view: View, kept: Content | undefined): PageContent | undefined {
  const read = kept && reading(view, { ...kept, size: kept.bytes.length });
  return read?.kind === 'read' ? read.content : undefined;
}

/** The cursor after this version. */
export function seenAs(version: Read, kind: Seen['kind']): Seen {
  const { versionId, etag, lastModified, identity } = version;
  return { versionId, etag, lastModified, identity, kind, ...(!version.deleted && { mark: version.mark }) };
}

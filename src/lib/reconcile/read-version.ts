import { HoldfastError } from '../errors.ts';
import { compileSources } from '../page/compile-sources.ts';
import type { PageContent, Reading } from '../page/page-content.ts';
import { readPage } from '../page/read-page.ts';
import type { Bucket, Content } from '../site/bucket.ts';
import type { Seen } from '../site/page-record.ts';
import { DELETED, identify, sha256, type Deletion, type ListedVersion, type Version } from '../site/version.ts';
import type { View } from './view.ts';

/** A version as it was read by one GET, or a deletion. `refused` says why S3 did not give it. */
export type Read = (Version & { readonly refused?: string }) | Deletion;

/**
 * Reads a listed version by one GET. `undefined` when it is gone, or when a `null` version is another one by now: then
 * the list is out of date. One that S3 refuses to give (archived, a key that we may not use) has neither bytes nor
 * headers, so that it does not keep what came after it from being judged.
 */
export async function readVersion(
  view: View,
  listed: ListedVersion,
  { bucket }: { readonly bucket: Pick<Bucket, 'get'> },
): Promise<Read | undefined> {
  if (listed.deleted) return { ...listed, deleted: true, identity: DELETED };
  const version = await given(bucket.get(view.ref.key, listed.versionId, view.site.config.policy.limits.bytes), listed);
  if (!version) return undefined;
  const same =
    listed.versionId !== 'null' || (version.etag === listed.etag && version.lastModified === listed.lastModified);
  return same ? version : undefined;
}

async function given(asked: Promise<Version | undefined>, listed: ListedVersion): Promise<Read | undefined> {
  try {
    return await asked;
  } catch (error) {
    const reason = refusal(error);
    if (reason === undefined) throw error;
    const { versionId, etag = '', lastModified, size = 0 } = listed;
    const digest = sha256(`refused:${etag}:${size}`);
    const headers = { metadata: {} };
    const named = { versionId, etag, lastModified, size, deleted: false } as const;
    return { ...named, sha256: digest, identity: identify(digest, headers), headers, storedAs: {}, refused: reason };
  }
}

/** Why S3 will not do it, today or tomorrow; `undefined` for every other failure. */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof HoldfastError) || error.retryable) return undefined;
  return error.code === 'BUCKET.DENIED' || error.code === 'BUCKET.FAILED' ? error.message : undefined;
}

/** What the version says, under the site's sources and limits. */
export function reading(
  view: View,
  version: Pick<Version, 'headers' | 'bytes' | 'size'> & { readonly refused?: string },
): Reading {
  const { tokens, policy } = view.site.config;
  const { bytes, headers, refused } = version;
  if (refused !== undefined) return { kind: 'unreadable', reason: `S3 does not give the page. ${refused}` };
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

/** What S3 will not give, or gives as something else, is `undefined`; what may work later is tried again with the page. */
export async function readable<T>(asked: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HoldfastError && error.retryable) throw error;
    return undefined;
  }
}

/** The content of something we keep ourselves; `undefined` when it cannot be read under today's limits. */
export function contentOf(view: View, kept: Content | undefined): PageContent | undefined {
  const read = kept && reading(view, { ...kept, size: kept.bytes.length });
  return read?.kind === 'read' ? read.content : undefined;
}

/** What records keep of a version besides its bytes: its names, and what could be read of it. */
export function namedBy(version: Read, content: PageContent | undefined) {
  const { identity, versionId, etag, lastModified } = version;
  const hasText = content?.hasText ?? false;
  return { identity, versionId, etag, lastModified, tokens: [...(content?.tokens.keys() ?? [])], hasText };
}

/** The cursor after this version. */
export function seenAs(version: Read, kind: Seen['kind']): Seen {
  const { versionId, etag, lastModified, identity } = version;
  return { versionId, etag, lastModified, identity, kind, ...(!version.deleted && { mark: version.mark }) };
}

import { lookup } from 'mime-types';
import type { Content } from '../site/bucket.ts';
import type { Target } from '../site/site.ts';
import { identify, sha256, type ServedHeaders, type StoredAs, type Version } from '../site/version.ts';
import { storedAs } from './plain.ts';
import { RELEASE_METADATA } from './release.ts';

const TEXT = /^(?:text\/|application\/(?:javascript|json|xml|xhtml\+xml|manifest\+json)$|image\/svg\+xml$)/;

/** What the name of a file alone says about how it is served. */
function headersByName(path: string): ServedHeaders {
  const type = lookup(path) || 'application/octet-stream';
  return { contentType: TEXT.test(type) ? `${type}; charset=utf-8` : type, metadata: {} };
}

/**
 * A local file as it is written to a target: with the headers that production serves it with now, else those that its name
 * says; the target's Cache-Control wins. On staging it carries the name of its release.
 */
export function candidateOf(
  file: { readonly path: string; readonly plain: Uint8Array },
  production: { readonly headers: ServedHeaders } | undefined,
  { target, keptAs = {}, release }: { target: Target; keptAs?: StoredAs; release?: string },
): Content {
  const served = targetHeaders(production?.headers ?? headersByName(file.path), target);
  const { bytes, headers } = storedAs(file.plain, served);
  return { bytes, headers: release === undefined ? headers : withRelease(headers, release), storedAs: keptAs };
}

/** A version on staging as it goes to production: the same bytes; without the name of its release. */
export function promoted(
  staged: Pick<Version, 'headers'> & { readonly bytes: Uint8Array },
  live: Pick<Version, 'headers' | 'storedAs'> | undefined,
  production: Target,
): Content {
  const { cacheControl: _staging, ...headers } = staged.headers;
  const cacheControl = live?.headers.cacheControl;
  const served = { ...headers, ...(cacheControl !== undefined && { cacheControl }) };
  return { bytes: staged.bytes, headers: targetHeaders(served, production), storedAs: live?.storedAs ?? {} };
}

/** Identity, digest and size of what is not written yet. */
export function named({ bytes, headers }: Pick<Content, 'bytes' | 'headers'>) {
  const digest = sha256(bytes);
  return { identity: identify(digest, headers), sha256: digest, size: bytes.length };
}

/** The release by which an object came to staging. */
export function releaseOn({ metadata }: ServedHeaders): string | undefined {
  return metadata[RELEASE_METADATA];
}

/** Headers without the name of a release: how two releases of the same file are equal. */
export function withoutRelease(headers: ServedHeaders): ServedHeaders {
  const { [RELEASE_METADATA]: _release, ...metadata } = headers.metadata;
  return { ...headers, metadata };
}

function withRelease(headers: ServedHeaders, release: string): ServedHeaders {
  return { ...headers, metadata: { ...headers.metadata, [RELEASE_METADATA]: release } };
}

function targetHeaders(headers: ServedHeaders, { cacheControl }: Target): ServedHeaders {
  return { ...withoutRelease(headers), ...(cacheControl !== undefined && { cacheControl }) };
}

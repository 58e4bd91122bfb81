import { createHash } from 'node:crypto';
import { MARK, identify, sha256 } from '../../src/lib/site/version.ts';
import type { ListedVersion, ServedHeaders, StoredAs, Version } from '../../src/lib/site/version.ts';

/** Headers as somebody outside sends them: metadata may carry anything, a copied mark included. */
export type SentHeaders = Omit<ServedHeaders, 'metadata'> & { readonly metadata?: Readonly<Record<string, string>> };

/** One entry of the model: an object's version or a delete marker. `serial` counts writes to the whole model. */
export interface StoredObject extends ListedVersion {
  readonly serial: number;
  readonly key: string;
  /** Written through the port, not by somebody outside. */
  readonly own: boolean;
  readonly bytes: Uint8Array;
  readonly headers: ServedHeaders;
  readonly storedAs: StoredAs;
  readonly mark?: number;
  readonly identity: string;
  readonly sha256: string;
}

/** The entity tag S3 gives to a single put that is not encrypted with KMS: the MD5 of the bytes, in quotes. */
export function md5Etag(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** Takes our mark out of the metadata, where S3 keeps it. */
export function splitMark(sent: SentHeaders): { headers: ServedHeaders; mark?: number } {
  const metadata = Object.fromEntries(Object.entries(sent.metadata ?? {}).map(([name, v]) => [name.toLowerCase(), v]));
  const { [MARK]: marked, ...others } = metadata;
  const headers = { ...sent, metadata: others };
  return marked !== undefined && /^\d{1,15}$/.test(marked) ? { headers, mark: Number(marked) } : { headers };
}

/** What a listing tells of an entry. */
export function listed({ versionId, etag, lastModified, deleted, bytes }: StoredObject): ListedVersion {
  const named = { versionId, lastModified, deleted };
  return deleted ? named : { ...named, ...(etag !== undefined && { etag }), size: bytes.length };
}

/** What one GET tells of an object; bytes beyond `limit` are left out, and a digest of the ETag stands for theirs. */
export function asVersion(object: StoredObject, limit: number): Version {
  const { versionId, etag = '', lastModified, headers, storedAs, mark, bytes } = object;
  const fits = bytes.length <= limit;
  const digest = fits ? object.sha256 : sha256(`unread:${etag}`);
  return {
    versionId,
    etag,
    lastModified,
    deleted: false,
    identity: fits ? object.identity : identify(digest, headers),
    sha256: digest,
    size: bytes.length,
    ...(fits && { bytes: Uint8Array.from(bytes) }),
    headers,
    storedAs,
    ...(mark !== undefined && { mark }),
  };
}

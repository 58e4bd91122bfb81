import { createHash } from 'node:crypto';

/** The identity of a page that is gone: by a delete marker, or by a 404. */
export const DELETED = 'DELETED';

/** The user metadata key of our own mark: the number of the write, see `Attempt`. */
export const MARK = 'holdfast';

/** What visitors are served besides the bytes. Our own mark is never part of it. */
export interface ServedHeaders {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  /** As S3 returned it, unparsed. */
  readonly expires?: string;
  readonly websiteRedirect?: string;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** One grant of an object's access control list. */
export interface Grant {
  readonly permission: string;
  readonly grantee: { readonly type: string; readonly id?: string; readonly uri?: string; readonly email?: string };
}

/** How S3 keeps the object: not served, but put back with it. */
export interface StoredAs {
  readonly storageClass?: string;
  readonly encryption?: { readonly algorithm: string; readonly keyId?: string; readonly bucketKey?: boolean };
  readonly tags?: Readonly<Record<string, string>>;
  /** Only where the bucket still uses ACLs. */
  readonly acl?: { readonly owner?: string; readonly grants: readonly Grant[] };
}

/** One stored state of a page as listed, without its bytes. */
export interface ListedVersion {
  /** `null` where versioning is off or suspended, `gone` for a 404 without a delete marker. */
  readonly versionId: string;
  readonly etag?: string;
  /** ISO 8601, whole seconds, as S3 has it. */
  readonly lastModified: string;
  readonly deleted: boolean;
  /** Stored bytes, as listed. */
  readonly size?: number;
}

/** One stored state of a page, read by one GET: bytes, headers and ETag belong together. */
export interface Version extends ListedVersion {
  readonly etag: string;
  readonly deleted: false;
  readonly identity: string;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  /** Absent when the object is larger than the site's `limits.bytes`: such a version is undecided. */
  readonly bytes?: Uint8Array;
  readonly headers: ServedHeaders;
  readonly storedAs: StoredAs;
  /** Our own mark, when the object carries one. */
  readonly mark?: number;
}

/** A version that says that the page is gone. */
export interface Deletion extends ListedVersion {
  readonly deleted: true;
  readonly identity: typeof DELETED;
}

/** SHA-256 in lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * A version's identity: SHA-256 over its bytes' digest and its canonical served headers. Equal bytes under other
 * headers are another version; our own mark, the ETag and the version id never count.
 */
export function identify(bytesSha256: string, headers: ServedHeaders): string {
  const { metadata, ...rest } = headers;
  const pairs = [
    ...Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''),
    ...Object.entries(metadata)
      .filter(([name]) => name.toLowerCase() !== MARK)
      .map(([name, value]) => [`meta:${name.toLowerCase()}`, value]),
  ].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([bytesSha256, pairs]));
}

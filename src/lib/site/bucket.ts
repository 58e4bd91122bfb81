import type { ServedHeaders, StoredAs, Version } from './version.ts';
import type { ListedVersion } from './version.ts';

/** What is written: bytes with everything that is served or kept with them. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly headers: ServedHeaders;
  readonly storedAs: StoredAs;
}

/** What must be live for a write to happen: the object with this ETag, or nothing. */
export type Condition = { readonly ifMatch: string } | { readonly ifNoneMatch: true };

/** `lost`: someone else wrote meanwhile (412, 404 or 409); nothing was written. */
export type WriteOutcome = 'done' | 'lost';

/** A site's production bucket. Only `reconcile` writes to it. */
export interface Bucket {
  /** Stored states of exactly this key, newest first; read lazily, page by page. Empty for a 404 without a marker. */
  versions(key: string): AsyncIterable<ListedVersion>;
  /** One version by one GET; `undefined` when it is gone or a delete marker. Bytes beyond `limit` are left in S3. */
  get(key: string, versionId: string, limit: number): Promise<Version | undefined>;
  /** Writes with our mark (`x-amz-meta-holdfast: n`). */
  put(key: string, content: Content, mark: number, condition: Condition): Promise<WriteOutcome>;
  /** Deletes the live object while it has this ETag. */
  delete(key: string, ifMatch: string): Promise<WriteOutcome>;
  /** The live object's ETag and version id, without its bytes; `undefined` when nothing is live. */
  head(key: string): Promise<{ etag: string; versionId: string } | undefined>;
}

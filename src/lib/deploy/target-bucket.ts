import type { Bucket, Condition, Content, WriteOutcome } from '../site/bucket.ts';
import type { ServedHeaders, Version } from '../site/version.ts';

/** One object of a target as listed; its key is the full key. */
export interface TargetObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
}

/** A live object with all that it is served with but its bytes. */
export interface Headed {
  readonly etag: string;
  readonly size: number;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
  readonly headers: ServedHeaders;
  /** MD5 of the stored bytes, lower-case hex, where the ETag is one; absent for parts, and under KMS. */
  readonly md5?: string;
}

/** The bucket of a target, staging or production, with a deployer's own rights. Every write is conditional. */
export interface TargetBucket extends Pick<Bucket, 'versions' | 'get' | 'head'> {
  /** The live version; `undefined` when nothing is live. Bytes beyond `limit` are left in S3. */
  live(key: string, limit: number): Promise<Version | undefined>;
  list(prefix: string): AsyncIterable<TargetObject>;
  /** `undefined` when nothing is live. */
  headers(key: string): Promise<Headed | undefined>;
  /** SHA-256 of the live bytes, of any size, while they have this ETag; `undefined` otherwise. */
  digest(key: string, etag: string): Promise<string | undefined>;
  /** Writes without a mark of the guard: it is an upload, and judged as one. */
  write(key: string, content: Content, condition: Condition): Promise<WriteOutcome>;
  /** Deletes the live object while it has this ETag. */
  remove(key: string, ifMatch: string): Promise<WriteOutcome>;
}

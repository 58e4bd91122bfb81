import type { Bucket, Condition, Content, WriteOutcome } from '../site/bucket.ts';
import type { Version } from '../site/version.ts';

/** One object of a target as listed; its key is the full key. */
export interface TargetObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
}

/** The bucket of a target, staging or production, with a deployer's own rights. Every write is conditional. */
export interface TargetBucket extends Pick<Bucket, 'versions' | 'get' | 'head'> {
  /** The live version; `undefined` when nothing is live. Bytes beyond `limit` are left in S3. */
  live(key: string, limit: number): Promise<Version | undefined>;
  list(prefix: string): AsyncIterable<TargetObject>;
  /** Writes without a mark of the guard: it is an upload, and judged as one. */
  write(key: string, content: Content, condition: Condition): Promise<WriteOutcome>;
  /** Deletes the live object while it has this ETag. */
  remove(key: string, ifMatch: string): Promise<WriteOutcome>;
}

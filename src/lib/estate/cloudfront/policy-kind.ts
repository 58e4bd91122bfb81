import type { CloudFront } from '@aws-sdk/client-cloudfront';

/** A kind of thing that distributions refer to by id, and that has an ETag. */
export interface PolicyKind {
  /** As in `cache-policy`. */
  readonly name: string;
  /** Those that this account made; what AWS manages is the same everywhere and is named by id alone. */
  list(cloudfront: CloudFront): AsyncIterable<{ readonly id: string; readonly name: string }>;
  /** Throws what CloudFront says where there is none: see `isMissing`. */
  get(cloudfront: CloudFront, id: string): Promise<{ readonly config: unknown; readonly etag: string }>;
  /** Gives its id. `reference` makes asking twice safe, where CloudFront takes one. */
  create(cloudfront: CloudFront, config: unknown, reference: string): Promise<string>;
  update(cloudfront: CloudFront, id: string, config: unknown, etag: string): Promise<unknown>;
  remove(cloudfront: CloudFront, id: string, etag: string): Promise<unknown>;
}

/** Whether CloudFront says that there is none: `NoSuchCachePolicy` and the like. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('NoSuch');
}

import { identify, type Version } from '../site/version.ts';
import type { TargetBucket } from './target-bucket.ts';

/**
 * Whether what is live is still this version. The same bytes with other headers have the same ETag: the condition of a
 * write does not see them, so this is asked right before it.
 */
export async function isStillLive(
  key: string,
  { etag, identity, sha256 }: Pick<Version, 'etag' | 'identity' | 'sha256'>,
  { bucket }: { readonly bucket: Pick<TargetBucket, 'headers'> },
): Promise<boolean> {
  const live = await bucket.headers(key);
  return live?.etag === etag && identify(sha256, live.headers) === identity;
}

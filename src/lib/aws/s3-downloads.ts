import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RequestDeps } from '../../console/deps.ts';
import { awsFailure } from './aws-failure.ts';
import { headLive } from './s3-bucket-read.ts';

const LIFE_SECONDS = 600;

/**
 * Links to what the snapshot bucket keeps, signed for ten minutes: always as an attachment that no browser opens by
 * itself, whatever its bytes say they are.
 */
export function s3Downloads(bucket: string, { s3 }: { s3: S3Client }): RequestDeps['download'] {
  return async ({ shelf, site, identity }, fileName) => {
    const key = `${shelf}/${site}/${identity}`;
    if (!(await headLive({ bucket, key }, s3))) return undefined;
    const { getSignedUrl } = await import('./lazy-presign.ts');
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${safeName(fileName)}"`,
      ResponseContentType: 'application/octet-stream',
      ResponseCacheControl: 'private, no-store',
    });
    return getSignedUrl(s3, command, { expiresIn: LIFE_SECONDS }).catch((error: unknown) => {
      throw awsFailure('BUCKET', `Signing a link to ${key} of ${bucket}`, error);
    });
  };
}

/** What no system takes for a path, a device or an option: letters, digits, `.`, `_` and `-`, and no leading dot. */
function safeName(name: string): string {
  const safe = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .slice(-100)
    .replace(/^[.-]+/, '');
  return safe || 'page';
}

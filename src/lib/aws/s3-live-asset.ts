import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RequestDeps } from '../../console/deps.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { isAbsent, readBody } from './s3-bucket-read.ts';

/** Reads what a page loads from its site's production bucket, and nothing beyond the site's prefix there. */
export function s3LiveAsset({ s3 }: { s3: S3Client }): RequestDeps['asset'] {
  return async ({ production: { bucket, prefix } }, key, maxBytes) => {
    if (key === '' || !key.startsWith(prefix)) return undefined;
    try {
      const output = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if ((output.ContentLength ?? 0) > maxBytes) {
        if (output.Body instanceof Readable) output.Body.destroy();
        return undefined;
      }
      const { ContentType: contentType, ContentEncoding: contentEncoding } = output;
      return {
        bytes: await readBody(output),
        ...(contentType !== undefined && { contentType }),
        ...(contentEncoding !== undefined && { contentEncoding }),
      };
    } catch (error) {
      if (isAbsent(error) || isHidden(error)) return undefined;
      throw awsFailure('BUCKET', `Reading ${key} of ${bucket}`, error);
    }
  };
}

/** S3 says 403 of what is not there to those who may not list the bucket. */
function isHidden(error: unknown): boolean {
  return asAwsError(error).$metadata?.httpStatusCode === 403;
}

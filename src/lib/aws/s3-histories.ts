import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Histories } from '../site/histories.ts';
import type { PageRef } from '../site/page-ref.ts';
import { sha256 } from '../site/version.ts';
import { awsFailure } from './aws-failure.ts';
import { isAbsent, readBounded } from './s3-bucket-read.ts';
import { writeObject } from './s3-bucket-write.ts';

/** More than is ever written: what is larger is none of ours. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The port on S3: `history/<site>/<SHA-256 of the key>` of the snapshot bucket. */
export function s3Histories(bucket: string, deps: { s3: S3Client }): Histories {
  const keyOf = ({ site, key }: PageRef): string => `history/${site}/${sha256(key)}`;
  return {
    async get(ref) {
      const Key = keyOf(ref);
      try {
        return await readBounded(await deps.s3.send(new GetObjectCommand({ Bucket: bucket, Key })), MOST_BYTES);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw awsFailure('BUCKET', `Reading ${Key} of ${bucket}`, error);
      }
    },
    async put(ref, bytes) {
      const headers = { contentType: 'application/octet-stream', metadata: {} };
      await writeObject({ bucket, key: keyOf(ref) }, { bytes, headers, storedAs: {} }, 'always', deps);
    },
  };
}

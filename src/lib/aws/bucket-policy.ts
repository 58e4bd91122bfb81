import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { HoldfastError } from '../errors.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** Reads a bucket's policy as S3 gives it; `undefined` when it has none. */
export async function readPolicy(s3: S3Client, bucket: string): Promise<string | undefined> {
  try {
    return (await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy;
  } catch (error) {
    if (asAwsError(error).name === 'NoSuchBucketPolicy') return undefined;
    throw awsFailure('BUCKET', `Reading the policy of ${bucket}`, error);
  }
}

/**
 * Writes a bucket's whole policy, or takes it away for `undefined`, unless it is no longer `seen`: S3 has no condition for
 * this call, so it is read again right before. Throws `BUCKET.CHANGED` then.
 */
export async function writePolicy(
  s3: S3Client,
  bucket: string,
  { seen, next }: { seen: string | undefined; next: string | undefined },
): Promise<void> {
  if ((await readPolicy(s3, bucket)) !== seen) {
    const hint = 'Run the command again: it shows what is there now.';
    throw new HoldfastError('BUCKET.CHANGED', `Somebody changed the policy of ${bucket} meanwhile.`, { hint });
  }
  try {
    if (next === undefined) await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    else await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: next }));
  } catch (error) {
    const hint = 'It needs s3:PutBucketPolicy, or s3:DeleteBucketPolicy where nothing of the policy is left.';
    throw awsFailure('BUCKET', `Writing the policy of ${bucket}`, error, hint);
  }
}

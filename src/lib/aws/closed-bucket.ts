import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { HoldfastError } from '../errors.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import type { BucketPlace } from './bucket-place.ts';

const EVERYBODY = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/**
 * Refuses a bucket that others can read or that keeps things unencrypted: a capture has everything of an estate. Throws
 * `CAPTURE.OPEN`, and `BUCKET.DENIED` where it may not be found out.
 */
export async function refuseOpenBucket(place: BucketPlace): Promise<void> {
  const faults = [await publicFault(place), await encryptionFault(place)].filter((fault) => fault !== undefined);
  if (faults.length === 0) return;
  const hint = 'Close it: turn on Block Public Access and default encryption. Or say that it is meant: --open-bucket.';
  throw new HoldfastError('CAPTURE.OPEN', `The bucket ${place.bucket} ${faults.join(' and ')}.`, { hint });
}

async function publicFault(place: BucketPlace): Promise<string | undefined> {
  const { client, bucket: Bucket } = place;
  const { PublicAccessBlockConfiguration: block = {} } =
    (await unless(
      place,
      'NoSuchPublicAccessBlockConfiguration',
      client.send(new GetPublicAccessBlockCommand({ Bucket })),
    )) ?? {};
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = block;
  if (IgnorePublicAcls && RestrictPublicBuckets && BlockPublicAcls && BlockPublicPolicy) return undefined;
  const { PolicyStatus } =
    (await unless(place, 'NoSuchBucketPolicy', client.send(new GetBucketPolicyStatusCommand({ Bucket })))) ?? {};
  if (PolicyStatus?.IsPublic) return 'is public by its policy';
  const { Grants = [] } = (await unless(place, '', client.send(new GetBucketAclCommand({ Bucket })))) ?? {};
  return Grants.some(({ Grantee }) => EVERYBODY.test(Grantee?.URI ?? '')) ? 'is public by its access list' : undefined;
}

async function encryptionFault(place: BucketPlace): Promise<string | undefined> {
  const asked = place.client.send(new GetBucketEncryptionCommand({ Bucket: place.bucket }));
  const found = await unless(place, 'ServerSideEncryptionConfigurationNotFoundError', asked);
  return found?.ServerSideEncryptionConfiguration?.Rules?.length ? undefined : 'has no default encryption';
}

/** `undefined` where S3 answers with this error, which says that there is no such setting. */
async function unless<T>(place: BucketPlace, absent: string, asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (asAwsError(error).name === absent) return undefined;
    const hint =
      'Grant your identity to see how the bucket is set up, or say that it is as it should be: --open-bucket.';
    throw awsFailure('BUCKET', `it was not found out whether the bucket ${place.bucket} is closed`, error, hint);
  });
}

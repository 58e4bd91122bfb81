import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';

/** Settings of any SDK client for the local stack under test. */
export function localSettings() {
  const { endpoint, region } = inject('stack');
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

/** A new, empty bucket that no other test knows. */
export async function newBucket(s3: S3Client, versioning?: 'Enabled' | 'Suspended'): Promise<string> {
  const Bucket = `probe-${crypto.randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioning) await setVersioning(s3, Bucket, versioning);
  return Bucket;
}

/** Turns versioning on or suspends it. */
export async function setVersioning(s3: S3Client, bucket: string, status: 'Enabled' | 'Suspended'): Promise<void> {
  const VersioningConfiguration = { Status: status };
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
}

/** The HTTP status and code with which a call was refused; throws when it was not. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number | undefined; name: string }> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error) || !('$metadata' in outcome)) throw new Error('the call was not refused');
  const metadata = outcome.$metadata;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return { status: typeof status === 'number' ? status : undefined, name: outcome.name };
}

import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
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

/** A new queue into which S3 and EventBridge may send: without such a policy the emulator refuses them, as AWS does. */
export async function newOpenQueue(sqs: SQSClient): Promise<{ url: string; arn: string }> {
  const QueueName = `probe-${crypto.randomUUID()}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const got = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = got.Attributes?.['QueueArn'] ?? '';
  const Principal = { Service: ['s3.amazonaws.com', 'events.amazonaws.com'] };
  const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: arn };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { url: QueueUrl ?? '', arn };
}

/** One request past the SDK, in the name of the key `test`, whose signature the emulator does not check. */
export function rawRequest(resource: string, init: RequestInit = {}): Promise<Response> {
  const { endpoint, region } = localSettings();
  const scope = `test/20260101/${region}/s3/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const headers = new Headers(init.headers);
  headers.set('authorization', authorization);
  return fetch(`${endpoint}${resource}`, { ...init, headers });
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

import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Condition, Content, WriteOutcome } from '../site/bucket.ts';
import { sha256, type StoredAs } from '../site/version.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import type { At } from './s3-bucket-read.ts';
import { headerFields, sendExpires } from './s3-bucket-headers.ts';
import { storedFields } from './s3-bucket-stored.ts';

type Place = Omit<At, 'versionId'>;

/**
 * Writes an object as it was served and kept, in one request: bytes, headers, tags, class, encryption and
 * grants arrive together or not at all.
 */
export async function writeObject(
  at: Place,
  content: Content,
  condition: Condition | 'always',
  deps: { s3: S3Client },
  mark?: number,
): Promise<WriteOutcome> {
  const command = new PutObjectCommand({
    Bucket: at.bucket,
    Key: at.key,
    Body: content.bytes,
    ContentLength: content.bytes.length,
    // S3 checks it, and a bucket with Object Lock takes nothing without one (API reference, PutObject).
    ChecksumSHA256: Buffer.from(sha256(content.bytes), 'hex').toString('base64'),
    ...headerFields(content.headers, mark),
    ...storedFields(content.storedAs),
    ...conditionFields(condition),
  });
  sendExpires(command, content.headers);
  return outcomeOf(deps.s3.send(command), `Writing ${at.key} to ${at.bucket}`, content.storedAs);
}

function conditionFields(condition: Condition | 'always') {
  if (condition === 'always') return {};
  return 'ifMatch' in condition ? { IfMatch: condition.ifMatch } : { IfNoneMatch: '*' };
}

/** Deletes the live object while it has this ETag. */
export async function deleteObject(at: Place, ifMatch: string, deps: { s3: S3Client }): Promise<WriteOutcome> {
  const command = new DeleteObjectCommand({ Bucket: at.bucket, Key: at.key, IfMatch: ifMatch });
  return outcomeOf(deps.s3.send(command), `Deleting ${at.key} of ${at.bucket}`, {});
}

async function outcomeOf(write: Promise<unknown>, doing: string, storedAs: StoredAs): Promise<WriteOutcome> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (isLost(error)) return 'lost';
    throw awsFailure('BUCKET', doing, error, hintFor(error, storedAs));
  }
}

/** 412: it has changed. 404: it is gone. 409: somebody writes at this moment (S3 API reference, PutObject). */
function isLost(error: unknown): boolean {
  const { name, $metadata } = asAwsError(error);
  if ($metadata?.httpStatusCode === 412 || name === 'ConditionalRequestConflict') return true;
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket';
}

function hintFor(error: unknown, { encryption }: StoredAs): string | undefined {
  const { name, message } = asAwsError(error);
  if (!encryption?.keyId || !/^(KMS|AccessDenied)/.test(name)) return undefined;
  const asked = `The page was encrypted with ${encryption.keyId}.`;
  return /kms/i.test(`${name} ${message}`)
    ? `${asked} Let Holdfast's role use that key (kms:GenerateDataKey and kms:Decrypt).`
    : `${asked} If the bucket's policy refuses that key, upload the page again with the key that it asks for.`;
}

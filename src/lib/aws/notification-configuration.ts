import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { HoldfastError } from '../errors.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** Reads a bucket's notification configuration, as S3 gave it. */
export async function readNotifications(s3: S3Client, bucket: string): Promise<NotificationConfiguration> {
  try {
    const { $metadata: _, ...found } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  } catch (error) {
    throw awsFailure('BUCKET', `Reading the notification configuration of ${bucket}`, error);
  }
}

/**
 * Writes a bucket's whole notification configuration, unless it is no longer `seen`: S3 has no condition for this
 * call, so it is read again right before. Throws `BUCKET.CHANGED` then, and `BUCKET.DESTINATION` when S3 cannot reach
 * a destination of it, whoever's rule that is.
 */
export async function writeNotifications(
  s3: S3Client,
  bucket: string,
  { seen, next }: { seen: NotificationConfiguration; next: NotificationConfiguration },
): Promise<void> {
  if (JSON.stringify(await readNotifications(s3, bucket)) !== JSON.stringify(seen)) {
    const hint = 'Run the command again: it shows what is there now.';
    throw new HoldfastError('BUCKET.CHANGED', `Somebody changed the notifications of ${bucket} meanwhile.`, { hint });
  }
  try {
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: next }));
  } catch (error) {
    throw refused(bucket, error);
  }
}

function refused(bucket: string, error: unknown): HoldfastError {
  const { message } = asAwsError(error);
  if (!/validate the following destination/i.test(message)) {
    return awsFailure('BUCKET', `Writing the notification configuration of ${bucket}`, error);
  }
  const hint =
    'If it is the Holdfast queue: deploy with this site in holdfast.yml, which lets its bucket send. ' +
    "If it is another rule's destination: it is gone or forbids this bucket; its owner must mend or remove that rule.";
  return new HoldfastError('BUCKET.DESTINATION', `S3 refused: ${message.slice(0, 500)}`, { hint, cause: error });
}

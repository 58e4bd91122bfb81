import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** A queue as it is now; SQS counts approximately. */
export interface QueueState {
  readonly arn: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Asks for a queue by its URL; `undefined` when there is no such queue. */
export async function queueState(sqs: SQSClient, url: string): Promise<QueueState | undefined> {
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    return {
      arn: Attributes.QueueArn ?? '',
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  } catch (error) {
    if (/NonExistentQueue|QueueDoesNotExist/.test(asAwsError(error).name)) return undefined;
    throw awsFailure('QUEUE', `Asking for ${url}`, error);
  }
}

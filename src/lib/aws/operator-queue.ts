import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { LookQueue } from '../site/look-queue.ts';
import type { PageRef } from '../site/page-ref.ts';
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

/** SQS takes at most 10 messages in one batch. */
const BATCH = 10;

/** Asks that pages be looked at, ten in a message batch, eight batches at once. */
export function operatorLooks(sqs: SQSClient, url: string): LookQueue {
  return {
    async ask(refs, delaySeconds = 0) {
      const batches = Array.from({ length: Math.ceil(refs.length / BATCH) }, (_, index) =>
        refs.slice(index * BATCH, (index + 1) * BATCH),
      );
      await pMap(batches, (batch) => send(sqs, url, batch, delaySeconds), { concurrency: 8 });
    },
  };
}

async function send(sqs: SQSClient, url: string, refs: readonly PageRef[], delaySeconds: number): Promise<void> {
  const Entries = refs.map(({ site, key }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ holdfast: 'look', site, key }),
    DelaySeconds: delaySeconds,
  }));
  try {
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const [first] = Failed;
    if (first)
      throw new Error(`${Failed.length} of ${refs.length} messages were refused: ${first.Message ?? first.Code}`);
  } catch (error) {
    throw awsFailure('QUEUE', 'Asking for looks', error);
  }
}

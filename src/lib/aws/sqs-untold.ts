import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Hint } from '../alert/stream-hints.ts';
import { untoldText, type Untold } from '../alert/untold.ts';
import { HoldfastError } from '../errors.ts';
import { awsFailure } from './aws-failure.ts';

// SQS's own limit of messages in one batch.
const BATCH = 10;
/** As long as a teller that died may hold its claim. Later waits are the queue's visibility timeout. */
const DELAY_SECONDS = 60;

/** Hands over by an SQS queue, whose messages come back after a minute, and then every six until they are told. */
export function sqsUntold(queueUrl: string, deps: { sqs: () => Promise<SQSClient> }): Untold {
  return {
    async handOver(hints) {
      for (let from = 0; from < hints.length; from += BATCH) {
        await send(queueUrl, hints.slice(from, from + BATCH), deps);
      }
    },
  };
}

async function send(
  queueUrl: string,
  hints: readonly Hint[],
  { sqs }: { sqs: () => Promise<SQSClient> },
): Promise<void> {
  const [{ SendMessageBatchCommand }, client] = await Promise.all([import('./lazy-sqs.ts'), sqs()]);
  const entries = hints.map((hint, index) => ({
    Id: String(index),
    MessageBody: untoldText(hint),
    DelaySeconds: DELAY_SECONDS,
  }));
  const { Failed = [] } = await client
    .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }))
    .catch((error: unknown) => {
      throw awsFailure('QUEUE', 'Handing over what is untold', error);
    });
  if (Failed.length === 0) return;
  const why = Failed[0]?.Message ?? Failed[0]?.Code ?? 'no reason given';
  throw new HoldfastError('QUEUE.BUSY', `SQS did not take ${Failed.length} hints: ${why}`, { retryable: true });
}

import type { SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { HoldfastError } from '../errors.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { PageRef } from '../site/page-ref.ts';
import { awsFailure } from './aws-failure.ts';

// SQS's own limits: messages of one batch, and seconds of delay.
const BATCH = 10;
const LONGEST_DELAY = 900;
const AT_ONCE = 8;
const ATTEMPTS = 3;
// Of what JSON leaves as it is, the characters that SQS does not take; S3 takes them in keys.
const UNSENDABLE = /[\uFFFE\uFFFF]/g;

/**
 * The look queue on SQS. Messages that SQS refuses for a reason of its own are sent again, at most three times in all;
 * then `QUEUE.BUSY`, retryable: asking everything again is harmless.
 */
export function sqsLookQueue(queueUrl: string, deps: { sqs: () => Promise<SQSClient> }): LookQueue {
  return {
    async ask(refs, delaySeconds = 0) {
      const delay = Math.min(Math.max(Math.trunc(delaySeconds), 0), LONGEST_DELAY);
      const batches = Array.from({ length: Math.ceil(refs.length / BATCH) }, (_, i) =>
        refs.slice(i * BATCH, (i + 1) * BATCH).map((ref, id) => entryOf(ref, id, delay)),
      );
      await pMap(batches, (entries) => send(queueUrl, entries, deps), { concurrency: AT_ONCE });
    },
  };
}

function entryOf({ site, key }: PageRef, id: number, DelaySeconds: number): SendMessageBatchRequestEntry {
  const text = JSON.stringify({ holdfast: 'look', site, key });
  const MessageBody = text.replace(UNSENDABLE, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
  return { Id: String(id), MessageBody, DelaySeconds };
}

async function send(
  queueUrl: string,
  entries: readonly SendMessageBatchRequestEntry[],
  { sqs }: { sqs: () => Promise<SQSClient> },
): Promise<void> {
  const [{ SendMessageBatchCommand }, client] = await Promise.all([import('./lazy-sqs.ts'), sqs()]);
  let left = entries;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...left] });
    const { Failed = [] } = await client.send(command).catch((error: unknown) => {
      throw awsFailure('QUEUE', 'Asking for looks', error);
    });
    const refused = Failed.find(({ SenderFault }) => SenderFault === true);
    if (refused) throw new HoldfastError('QUEUE.REFUSED', `SQS refused a message: ${refused.Message ?? refused.Code}`);
    const failed = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => failed.has(Id));
    if (left.length === 0) return;
  }
  throw new HoldfastError('QUEUE.BUSY', `SQS did not take ${left.length} messages`, { retryable: true });
}

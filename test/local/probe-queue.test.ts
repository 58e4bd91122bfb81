import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { localSettings } from './probe-clients.ts';
import { newFunction } from './probe-function.ts';

const sqs = new SQSClient(localSettings());
let made: Awaited<ReturnType<typeof newFunction>> | undefined;

afterEach(async () => {
  await made?.remove();
  made = undefined;
});

describe('a queue that a function reads', () => {
  it('gives back only the messages that the function reports as failed', async () => {
    const queue = await newQueue({ VisibilityTimeout: '1' });
    made = await newFunction(`
      for (const { body, attributes } of event.Records) note([body, attributes.ApproximateReceiveCount]);
      const failed = event.Records.filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount < 2);
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };`);
    await send(queue, 'good');
    await send(queue, 'bad');
    await made.readFrom({
      EventSourceArn: queue.arn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const noted = await made.untilNoted(3);
    expect(noted.filter(([body]) => body === 'good')).toEqual([['good', '1']]);
    expect(noted.filter(([body]) => body === 'bad')).toEqual([
      ['bad', '1'],
      ['bad', '2'],
    ]);
  });

  it('moves a message to the dead letters after its last attempt', async () => {
    const dead = await newQueue({});
    const policy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const queue = await newQueue({ VisibilityTimeout: '1', RedrivePolicy: policy });
    made = await newFunction(`note(event.Records.length); throw new Error('never');`);
    await made.readFrom({ EventSourceArn: queue.arn, BatchSize: 1 });
    await send(queue, 'bad');
    const ask = new ReceiveMessageCommand({ QueueUrl: dead.url, WaitTimeSeconds: 20 });
    expect((await sqs.send(ask)).Messages?.map(({ Body }) => Body)).toEqual(['bad']);
    expect(made.notes()).toHaveLength(2);
  });

  it('runs several batches at once', async () => {
    const queue = await newQueue({});
    made = await newFunction(`
      note({ began: Date.now() });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      note({ ended: Date.now() });`);
    for (const body of ['1', '2', '3']) await send(queue, body);
    await made.readFrom({ EventSourceArn: queue.arn, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } });
    const noted = await made.untilNoted(6);
    const lastBegan = Math.max(...noted.flatMap(({ began }) => began ?? []));
    const firstEnded = Math.min(...noted.flatMap(({ ended }) => ended ?? []));
    expect(lastBegan).toBeLessThan(firstEnded);
  });
});

describe('a message', () => {
  it('is held back for the seconds it was sent with', async () => {
    const queue = await newQueue({});
    await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'later', DelaySeconds: 2 }));
    const now = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 0 }));
    expect(now.Messages ?? []).toEqual([]);
    const later = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 10 }));
    expect(later.Messages?.map(({ Body }) => Body)).toEqual(['later']);
  });

  it('is hidden from others for the visibility timeout', async () => {
    const queue = await newQueue({ VisibilityTimeout: '2' });
    await send(queue, 'once');
    const receive = (WaitTimeSeconds: number) =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds }));
    expect((await receive(1)).Messages).toHaveLength(1);
    expect((await receive(0)).Messages ?? []).toEqual([]);
    expect((await receive(10)).Messages).toHaveLength(1);
  });
});

async function newQueue(Attributes: Record<string, string>): Promise<{ url: string; arn: string }> {
  const QueueName = `probe-${crypto.randomUUID()}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const got = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return { url: QueueUrl ?? '', arn: got.Attributes?.['QueueArn'] ?? '' };
}

async function send({ url }: { url: string }, body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
}

import { SQS } from '@aws-sdk/client-sqs';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/sqs.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';

it('captures what a queue is, without what moves by itself', async () => {
  const estate = estateAt({ endpoint: inject('emulator') });
  const QueueName = 'bookings';
  const sqs = estate.client(SQS);
  const { QueueUrl } = await sqs.createQueue({
    QueueName,
    Attributes: { VisibilityTimeout: '77' },
    tags: { team: 'web' },
  });
  await sqs.sendMessage({ QueueUrl, MessageBody: 'not captured' });
  const queue = resourceOf(await captureOf([service], estate), QueueName);
  expect(await queue.json('config.json')).toMatchObject({
    attributes: { VisibilityTimeout: '77' },
    tags: { team: 'web' },
  });
  expect(JSON.stringify(await queue.json('config.json'))).not.toContain('Approximate');
  expect(await queue.json('observed.json')).toMatchObject({ ApproximateNumberOfMessages: '1' });
});

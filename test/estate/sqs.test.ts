import { SQS } from '@aws-sdk/client-sqs';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/sqs.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, stepOf, typed } from './round-trip.ts';

const estate = estateAt({ endpoint: inject('emulator') });
const sqs = estate.client(SQS);
const QueueName = 'bookings';

it('captures what a queue is, without what moves by itself, and brings it back', async () => {
  const { QueueUrl = '' } = await sqs.createQueue({
    QueueName,
    Attributes: { VisibilityTimeout: '77', Policy: '{ "Version": "2012-10-17", "Statement": [] }' },
    tags: { team: 'web' },
  });
  await sqs.sendMessage({ QueueUrl, MessageBody: 'not captured' });
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const queue = resourceOf(before, QueueName);
  expect(await queue.json('config.json')).toMatchObject({
    attributes: { VisibilityTimeout: '77', Policy: { Version: '2012-10-17' } },
    tags: { team: 'web' },
  });
  expect(JSON.stringify(await queue.json('config.json'))).not.toContain('Approximate');
  expect(await queue.json('observed.json')).toMatchObject({ ApproximateNumberOfMessages: '1' });
  expect(await stepOf(service, queue, estate)).toMatchObject({ kind: 'leave' });

  await sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '5' } });
  await sqs.tagQueue({ QueueUrl, Tags: { team: 'shop', more: 'x' } });
  const change = await stepOf(service, queue, estate);
  expect(await typed(change.commands, { sqs })).toStrictEqual(['set-queue-attributes', 'tag-queue', 'untag-queue']);
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));

  await sqs.deleteQueue({ QueueUrl });
  const create = await stepOf(service, queue, estate);
  expect(create.commands).toHaveLength(1);
  await typed(create.commands, { sqs });
  expect(compared(await captureOf([service], estate, { store }))).toStrictEqual(compared(before));
});

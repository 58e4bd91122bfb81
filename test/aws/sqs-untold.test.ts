import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Hint } from '../../src/lib/alert/stream-hints.ts';
import { untoldHint } from '../../src/lib/alert/untold.ts';
import { sqsUntold } from '../../src/lib/aws/sqs-untold.ts';
import { wire } from './wire.ts';

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number }[];
}

const HINTS = Array.from({ length: 12 }, (_, i): Hint => ({ sequence: `s${i}`, kind: 'incident', id: `i${i}` }));

async function untoldOn(answer: (batch: Batch) => { status?: number; failed?: readonly string[] }) {
  const { settings, requests } = await wire(({ body }) => {
    const batch: Batch = JSON.parse(body);
    const { status = 200, failed = [] } = answer(batch);
    const Failed = failed.map((Id) => ({ Id, SenderFault: false, Code: 'InternalError' }));
    const Successful = batch.Entries.filter(({ Id }) => !failed.includes(Id)).map(({ Id }) => ({ Id, MessageId: Id }));
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { status, headers, body: JSON.stringify({ Successful, Failed }) };
  });
  const sqs = new SQSClient({ ...settings, md5: false });
  const batches = () => requests.map(({ body }): Batch => JSON.parse(body));
  return { untold: sqsUntold('http://sqs/1/untold', { sqs: async () => sqs }), batches };
}

test('hands over every hint, ten at a time, to come back a minute later', async () => {
  const { untold, batches } = await untoldOn(() => ({}));
  await untold.handOver(HINTS);
  expect(batches().map(({ QueueUrl, Entries }) => [QueueUrl, Entries.length])).toEqual([
    ['http://sqs/1/untold', 10],
    ['http://sqs/1/untold', 2],
  ]);
  const entries = batches().flatMap(({ Entries }) => Entries);
  expect(entries.every(({ DelaySeconds }) => DelaySeconds === 60)).toBe(true);
  expect(entries.map(({ MessageBody }, i) => untoldHint(`s${i}`, MessageBody))).toEqual(HINTS);
});

test('fails when SQS does not take one of them', async () => {
  const { untold } = await untoldOn(() => ({ failed: ['1'] }));
  await expect(untold.handOver(HINTS.slice(0, 3))).rejects.toMatchObject({ code: 'QUEUE.BUSY', retryable: true });
});

test('fails when SQS is down', async () => {
  const { untold } = await untoldOn(() => ({ status: 503 }));
  await expect(untold.handOver(HINTS)).rejects.toMatchObject({ code: 'QUEUE.BUSY', retryable: true });
});

import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { sqsLookQueue } from '../../src/lib/aws/sqs-look-queue.ts';
import { noticesOf } from '../../src/lib/upload/notices.ts';
import { wire } from './wire.ts';
import type { Answer } from './wire.ts';

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number }[];
}

const REFS = Array.from({ length: 23 }, (_, i) => ({ site: 'demo', key: `page ${i}/ü.html` }));

async function queueOn(answer: (batch: Batch, nth: number) => { failed?: readonly string[]; fault?: boolean }) {
  const { settings, requests } = await wire(({ body }, nth): Answer => {
    const batch: Batch = JSON.parse(body);
    const { failed = [], fault = false } = answer(batch, nth);
    const Failed = failed.map((Id) => ({ Id, SenderFault: fault, Code: 'X', Message: 'no' }));
    const Successful = batch.Entries.filter(({ Id }) => !failed.includes(Id)).map(({ Id }) => ({ Id, MessageId: Id }));
    return { headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify({ Successful, Failed }) };
  });
  const sqs = new SQSClient({ ...settings, md5: false });
  const batches = () => requests.map(({ body }): Batch => JSON.parse(body));
  return { queue: sqsLookQueue('http://sqs/1/uploads', { sqs: async () => sqs }), batches };
}

test('asks for every page, ten at a time, in words that the parser reads', async () => {
  const { queue, batches } = await queueOn(() => ({}));
  await queue.ask(REFS, 30);
  const sizes = batches().map(({ Entries }) => Entries.length);
  expect(sizes.toSorted((a, b) => b - a)).toEqual([10, 10, 3]);
  const entries = batches().flatMap(({ Entries }) => Entries);
  expect(entries.every(({ DelaySeconds }) => DelaySeconds === 30)).toBe(true);
  const asked = entries.flatMap(({ MessageBody }) => noticesOf(MessageBody));
  const keys = asked.flatMap((hint) => (hint.kind === 'ask' ? [hint.ref.key] : []));
  expect(keys.toSorted()).toEqual(REFS.map(({ key }) => key).toSorted());
});

// SQS takes #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and beyond (API reference, SendMessageBatch); S3 any Unicode.
test('asks for a page whose key has characters that SQS refuses', async () => {
  const { queue, batches } = await queueOn(() => ({}));
  const key = 'a\u0001\uFFFE\uFFFF😀.html';
  await queue.ask([{ site: 'demo', key }]);
  const text = batches()[0]?.Entries[0]?.MessageBody ?? '';
  expect(text).toMatch(/^[\t\n\r\u0020-\uFFFD]+$/);
  expect(noticesOf(text)).toEqual([{ kind: 'ask', ref: { site: 'demo', key } }]);
});

test('asks nothing for nothing, and waits no longer than SQS can', async () => {
  const { queue, batches } = await queueOn(() => ({}));
  await queue.ask([]);
  expect(batches()).toEqual([]);
  await queue.ask(REFS.slice(0, 1), 5000);
  expect(batches()[0]?.Entries[0]?.DelaySeconds).toBe(900);
});

test('sends again what SQS did not take', async () => {
  const { queue, batches } = await queueOn((_batch, nth) => (nth === 1 ? { failed: ['1', '3'] } : {}));
  await queue.ask(REFS.slice(0, 5));
  expect(batches().map(({ Entries }) => Entries.map(({ Id }) => Id))).toEqual([
    ['0', '1', '2', '3', '4'],
    ['1', '3'],
  ]);
});

test('fails in the end, so that everything is asked again', async () => {
  const { queue, batches } = await queueOn(() => ({ failed: ['0'] }));
  await expect(queue.ask(REFS.slice(0, 2))).rejects.toMatchObject({ code: 'QUEUE.BUSY', retryable: true });
  expect(batches()).toHaveLength(3);
});

test('does not insist on what is our own fault', async () => {
  const { queue, batches } = await queueOn(() => ({ failed: ['0'], fault: true }));
  await expect(queue.ask(REFS.slice(0, 2))).rejects.toMatchObject({ code: 'QUEUE.REFUSED', retryable: false });
  expect(batches()).toHaveLength(1);
});

import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3Histories } from '../../src/lib/aws/s3-histories.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { wire, type Answer } from './wire.ts';

const PAGE = { site: 'demo', key: 'booking/index.html' };

async function answering(answer: (method: string) => Answer) {
  const { requests, settings } = await wire(({ method }) => answer(method));
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return { requests, histories: s3Histories('snapshots', { s3 }) };
}

test('keeps a page under the digest of its key, so that no key means anything to S3', async () => {
  const { requests, histories } = await answering(() => ({}));
  await histories.put(PAGE, Buffer.from('remembered'));
  await histories.get(PAGE);
  const path = `/snapshots/history/demo/${sha256('booking/index.html')}`;
  expect(requests.map((sent) => `${sent.method} ${sent.path}`)).toEqual([`PUT ${path}`, `GET ${path}`]);
  expect(requests[0]?.body).toContain('remembered');
});

test.each([
  ['nothing is there', 404, '<Error><Code>NoSuchKey</Code></Error>'],
  ['it was deleted', 405, '<Error><Code>MethodNotAllowed</Code></Error>'],
])('knows nothing where %s', async (_what, status, body) => {
  const { histories } = await answering(() => ({ status, body }));
  expect(await histories.get(PAGE)).toBeUndefined();
});

test('reads nothing of what is larger than it ever writes', async () => {
  const { histories } = await answering(() => ({ headers: { 'content-length': String(64 * 1024 * 1024) }, cut: true }));
  expect(await histories.get(PAGE)).toBeUndefined();
});

test.each([
  [403, '<Error><Code>AccessDenied</Code></Error>', 'BUCKET.DENIED', false],
  [404, '<Error><Code>NoSuchBucket</Code></Error>', 'BUCKET.MISSING', false],
  [503, '<Error><Code>SlowDown</Code></Error>', 'BUCKET.BUSY', true],
])('tells a %i of S3 as a failure', async (status, body, code, retryable) => {
  const { histories } = await answering(() => ({ status, body }));
  await expect(histories.get(PAGE)).rejects.toMatchObject({ code, retryable });
  if (status !== 404) await expect(histories.put(PAGE, new Uint8Array(1))).rejects.toMatchObject({ code, retryable });
});

test('tells of a connection that breaks within the body', async () => {
  const { histories } = await answering(() => ({ headers: { 'content-length': '100' }, body: 'half', cut: true }));
  await expect(histories.get(PAGE)).rejects.toMatchObject({ code: 'BUCKET.BUSY', retryable: true });
});

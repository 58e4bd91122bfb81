import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import { cloudFrontCdn } from '../../src/lib/aws/cloudfront-cdn.ts';
import { site } from '../contract/registry-samples.ts';
import { wire } from './wire.ts';
import type { Answer } from './wire.ts';

const CREATED: Answer = {
  status: 201,
  headers: { 'content-type': 'text/xml' },
  body: '<?xml version="1.0"?><Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>',
};

/** A CDN whose window stays open until it is closed. */
async function cdnOn(answer: () => Answer = () => CREATED) {
  const { settings, requests } = await wire(answer);
  const client = new CloudFrontClient(settings);
  let waiting: (() => void)[] = [];
  const wait = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  const close = () => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const asked = () =>
    requests.map(({ path, body }) => ({
      distribution: path.split('/')[3],
      paths: [...body.matchAll(/<Path>([^<]*)<\/Path>/g)].map(([, one]) => one),
      reference: /<CallerReference>([^<]*)</.exec(body)?.[1],
    }));
  return { cdn: cloudFrontCdn({ cloudFront: async () => client, wait }), close, asked };
}

function on(distributions: readonly string[], originPath = '') {
  const { config } = site();
  return { ...config, production: { ...config.production, distributions, originPath } };
}

test('purges what is asked for at one time by one invalidation of each distribution', async () => {
  const { cdn, close, asked } = await cdnOn();
  const demo = on(['E1', 'E2']);
  const purges = ['index.html', 'book/index.html', 'index.html'].map((key) => cdn.purge(demo, key, 'm1'));
  close();
  await Promise.all(purges);
  const paths = ['/', '/book/', '/book/index.html', '/index.html'];
  expect(asked().toSorted((a, b) => String(a.distribution).localeCompare(String(b.distribution)))).toMatchObject([
    { distribution: 'E1', paths },
    { distribution: 'E2', paths },
  ]);
});

test('is done only when CloudFront took the purge', async () => {
  const { cdn, close, asked } = await cdnOn();
  const done: string[] = [];
  const purge = cdn.purge(on(['E1']), 'a.html', 'm1').then(() => done.push('purge'));
  await new Promise(setImmediate);
  expect([done, asked()]).toEqual([[], []]);
  close();
  await purge;
  expect(asked()).toHaveLength(1);
});

test('leaves out what comes after the window', async () => {
  const { cdn, close, asked } = await cdnOn();
  const early = cdn.purge(on(['E1']), 'a.html', 'm1');
  close();
  await early;
  const late = cdn.purge(on(['E1']), 'b.html', 'm1');
  close();
  await late;
  expect(asked().map(({ paths }) => paths)).toEqual([['/a.html'], ['/b.html']]);
});

test.each([
  [5, 'page-0'],
  [6, '/*'],
])('purges %i pages one by one, or all at once', async (count, named) => {
  const { cdn, close, asked } = await cdnOn();
  const purges = Array.from({ length: count }, (_, i) => cdn.purge(on(['E1']), `page-${i}.html`, 'm1'));
  close();
  await Promise.all(purges);
  expect(asked()[0]?.paths.join()).toContain(named);
  expect(asked()[0]?.paths).toHaveLength(count === 5 ? 5 : 1);
});

test('asks the same by the same reference, and anything else by another', async () => {
  const { cdn, close, asked } = await cdnOn();
  for (const [key, reference, distribution] of [
    ['a.html', 'm1', 'E1'],
    ['a.html', 'm1', 'E1'],
    ['a.html', 'm2', 'E1'],
    ['b.html', 'm1', 'E1'],
  ] as const) {
    const purge = cdn.purge(on([distribution]), key, reference);
    close();
    await purge;
  }
  const [first, again, ...others] = asked().map(({ reference }) => reference);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
});

test('asks nothing where there is nothing to purge', async () => {
  const { cdn, asked } = await cdnOn();
  await cdn.purge(on([]), 'a.html', 'm1');
  await cdn.purge(on(['E1'], '/v2'), 'a.html', 'm1');
  expect(asked()).toEqual([]);
});

test.each([
  [404, 'NoSuchDistribution', 'CDN.MISSING', false],
  [403, 'AccessDenied', 'CDN.DENIED', false],
  [400, 'TooManyInvalidationsInProgress', 'CDN.BUSY', true],
  [400, 'Throttling', 'CDN.BUSY', true],
  [503, 'ServiceUnavailable', 'CDN.BUSY', true],
])('tells everyone who waits of %i %s', async (status, code, told, retryable) => {
  const body = `<?xml version="1.0"?><ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
  const { cdn, close } = await cdnOn(() => ({ status, body, headers: { 'content-type': 'text/xml' } }));
  const purges = ['a.html', 'b.html'].map((key) => cdn.purge(on(['E1']), key, 'm1'));
  close();
  for (const outcome of await Promise.allSettled(purges)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: told, retryable } });
  }
  if (!retryable) await expect(purges[0]).rejects.toMatchObject({ hint: expect.any(String) });
});

import { expect, test } from 'vitest';
import { noticesOf } from '../../src/lib/upload/notices.ts';
import type { Notice } from '../../src/lib/upload/notice.ts';
import { pagesOf } from '../../src/lib/upload/pages-of.ts';
import { eventFile } from './event-file.ts';

const SITES = [
  { name: 'main', bucket: 'shared', prefix: '' },
  { name: 'blog', bucket: 'shared', prefix: 'blog/' },
  { name: 'deep', bucket: 'shared', prefix: 'blog/deep/' },
  { name: 'queenofsandiego', bucket: 'queenofsandiego-prod', prefix: '' },
];

function notice(key: string, more: Partial<Notice> = {}): Notice {
  return { kind: 'notice', bucket: 'shared', key, writer: {}, at: '2026-03-01T09:00:00.000Z', ...more };
}

test('gives a key to the site with the longest prefix', () => {
  const keys = ['index.html', 'blog/a.html', 'blog/deep/b.html', 'blogs.html'];
  expect(
    pagesOf(
      keys.map((key) => notice(key)),
      SITES,
    ).map(({ ref }) => ref),
  ).toEqual([
    { site: 'main', key: 'index.html' },
    { site: 'blog', key: 'blog/a.html' },
    { site: 'deep', key: 'blog/deep/b.html' },
    { site: 'main', key: 'blogs.html' },
  ]);
});

test('names a page once, with each of its notices once', () => {
  const first = notice('index.html', { versionId: 'v1' });
  const second = notice('index.html', { versionId: 'v2' });
  const ask = { kind: 'ask', ref: { site: 'main', key: 'index.html' } } as const;
  expect(pagesOf([first, ask, second, { ...first }], SITES)).toEqual([
    { ref: { site: 'main', key: 'index.html' }, notices: [first, second] },
  ]);
});

test('leaves out what belongs to no site', () => {
  const elsewhere = [
    notice('index.html', { bucket: 'other' }),
    { kind: 'ask', ref: { site: 'gone', key: 'a' } } as const,
  ];
  expect(pagesOf(elsewhere, SITES)).toEqual([]);
  expect(pagesOf([notice('a.html')], [{ name: 'blog', bucket: 'shared', prefix: 'blog/' }])).toEqual([]);
});

test('gathers a whole batch of the queue', () => {
  const { json } = eventFile('sqs/uploads.json');
  const records = Array.isArray(json['Records']) ? json['Records'] : [];
  const hints = records.flatMap(({ body }: { body: string }) => noticesOf(body));
  const named = pagesOf(hints, SITES).map(({ ref, notices }) => [ref.key, notices.length]);
  expect(named).toEqual([
    ['events/summer sail/café+bar.html', 2],
    ['index.html', 1],
    ['video.html', 1],
  ]);
});

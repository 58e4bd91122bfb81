import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../src/lib/site/page-record.ts';
import { needsLook, sweep, type LiveObject, type PageSummary, type SweepDeps } from '../src/lib/sweep.ts';
import { exampleSite } from './world.ts';

const AT = '2026-03-01T09:00:00.000Z';
const NOW = new Date('2026-03-01T10:00:00.000Z');
const object = (key: string, etag = '"a"'): LiveObject => ({ key, etag, lastModified: AT });
const seen = {
  versionId: 'v1',
  etag: '"a"',
  lastModified: AT,
  identity: 'good',
  kind: 'good',
} satisfies PageRecord['seen'];
const page = (key: string, more: Partial<PageSummary> = {}): PageSummary => {
  return { ref: { site: 'demo', key }, seen, open: [], baselineIdentity: 'good', ...more };
};

async function* each<T>(items: readonly T[]) {
  yield* items;
}

function sweeping(objects: LiveObject[], pages: PageSummary[], timeLeft = () => 900_000) {
  const asked: string[] = [];
  const cursors: (string | undefined)[] = [];
  const after =
    <T>(items: T[], keyOf: (item: T) => string) =>
    (from: string | undefined) =>
      each(
        items.filter((item) => from === undefined || Buffer.compare(Buffer.from(keyOf(item)), Buffer.from(from)) > 0),
      );
  const deps: SweepDeps = {
    objects: after(objects, ({ key }) => key),
    pages: after(pages, ({ ref }) => ref.key),
    queue: { ask: async (refs) => void asked.push(...refs.map(({ key }) => key)) },
    save: async ({ after: cursor }) => void cursors.push(cursor),
    now: () => NOW,
    timeLeft,
  };
  return { asked, cursors, run: (from?: string) => sweep(exampleSite(), from, deps) };
}

describe('sweep', () => {
  it('asks for new, changed and vanished pages, and for no other', async () => {
    const objects = [object('a.html'), object('b.html', '"b"'), object('new.html'), object('script.js')];
    const pages = [page('a.html'), page('b.html'), page('vanished.html')];
    const { asked, run } = sweeping(objects, pages);
    expect(await run()).toEqual({ compared: 5, asked: 3, finished: true });
    expect(asked).toEqual(['b.html', 'new.html', 'vanished.html']);
  });

  it('walks keys in the order of their UTF-8 bytes', async () => {
    const keys = ['z.html', '\u{FF5E}.html', '\u{1F600}.html'];
    const { asked, run } = sweeping(
      keys.map((key) => object(key)),
      keys.map((key) => page(key)),
    );
    await run();
    expect(asked).toEqual([]);
  });

  it('compares 10,000 pages in one run, and asks only for the one that changed', async () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `page-${String(i).padStart(5, '0')}.html`);
    const objects = keys.map((key, i) => object(key, i === 7777 ? '"b"' : undefined));
    const { asked, run } = sweeping(
      objects,
      keys.map((key) => page(key)),
    );
    expect(await run()).toEqual({ compared: 10_000, asked: 1, finished: true });
    expect(asked).toEqual(['page-07777.html']);
  });

  it('stops in time, and goes on from its cursor', async () => {
    const objects = Array.from({ length: 2500 }, (_, i) => object(`page-${String(i).padStart(5, '0')}.html`));
    const first = sweeping(objects, [], () => 0);
    expect(await first.run()).toEqual({ compared: 1000, asked: 1000, finished: false });
    expect(first.cursors).toEqual(['page-00999.html']);
    const second = sweeping(objects, []);
    expect(await second.run('page-00999.html')).toEqual({ compared: 1500, asked: 1500, finished: true });
    expect(second.cursors.at(-1)).toBeUndefined();
  });
});

describe('a page needs a look', () => {
  const gone = { ...seen, versionId: 'gone', etag: undefined, identity: 'DELETED' };
  it.each<[string, LiveObject | undefined, Partial<PageSummary>, boolean]>([
    ['when nothing changed: no', object('a'), {}, false],
    ['when an incident is open', object('a'), { open: ['i'] }, true],
    ['when a purge is owed', object('a'), { purge: 'm3' }, true],
    ['when what was seen is not the baseline', object('a'), { baselineIdentity: 'other' }, true],
    [
      'when a person was asked: no',
      object('a'),
      { baselineIdentity: 'other', seen: { ...seen, kind: 'undecided' } },
      false,
    ],
    ['when it is contested: no', object('a'), { baselineIdentity: 'other', contested: 'i' }, false],
    ['when it is gone and was seen gone: no', undefined, { seen: gone, baselineIdentity: 'DELETED' }, false],
    ['when it is back', object('a'), { seen: gone, baselineIdentity: 'DELETED' }, true],
    [
      'shortly after a restore',
      object('a'),
      { justRestored: { incident: 'i', tokens: [], at: '2026-03-01T09:50:00.000Z' } },
      true,
    ],
    [
      'long after a restore: no',
      object('a'),
      { justRestored: { incident: 'i', tokens: [], at: '2026-03-01T09:00:00.000Z' } },
      false,
    ],
  ])('%s', (_, live, more, expected) => {
    expect(needsLook(live, page('a', more), NOW)).toBe(expected);
  });
});

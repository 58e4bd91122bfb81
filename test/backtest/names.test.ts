import { expect, it } from 'vitest';
import { fileVersion, isoTime } from '../../src/lib/backtest/file-version.ts';
import { naturalOrder } from '../../src/lib/backtest/natural-order.ts';
import { lineOf } from '../../src/lib/backtest/replayed-line.ts';
import { tallyOf } from '../../src/lib/backtest/tally.ts';
import { shownVersion } from '../../src/lib/backtest/words.ts';
import { exampleSite, pageWith, siteRecord } from '../world.ts';
import { replayTexts } from './versions.ts';

it.each([
  [
    ['v10', 'v2', 'v1'],
    ['v1', 'v2', 'v10'],
  ],
  [
    ['b', 'B', 'a', 'ä'],
    ['B', 'a', 'b', 'ä'],
  ],
  [
    ['2026-01-02', '2025-12-31', '2026-01-01'],
    ['2025-12-31', '2026-01-01', '2026-01-02'],
  ],
  [
    ['2', '02', '1', '002'],
    ['1', '002', '02', '2'],
  ],
  [
    ['a99999999999999999999', 'a100000000000000000000'],
    ['a99999999999999999999', 'a100000000000000000000'],
  ],
  [
    ['a1b', 'a1', 'a'],
    ['a', 'a1', 'a1b'],
  ],
])('orders %j as people number things', (names, ordered) => {
  expect(names.toSorted(naturalOrder)).toEqual(ordered);
  expect(names.toReversed().toSorted(naturalOrder)).toEqual(ordered);
});

it.each([
  ['index.html', 'text/html; charset=utf-8'],
  ['a/b.HTM', 'text/html; charset=utf-8'],
  ['app.js', 'text/javascript; charset=utf-8'],
  ['feed.xml', 'application/xml'],
  ['LICENSE', 'application/octet-stream'],
])('serves %s as %s', (key, contentType) => {
  const version = fileVersion(key, { name: 'v1', at: isoTime(0) }, { bytes: Buffer.from('x') });
  expect(version).toMatchObject({ headers: { contentType }, size: 1, lastModified: '1970-01-01T00:00:00.000Z' });
});

it('tells equal content by its identity, also where it is too large to be read', () => {
  const at = { name: 'v1', at: isoTime(0) };
  const large = (digest: string) => fileVersion('index.html', at, { size: 9, digest }).identity;
  expect(large('one')).toBe(large('one'));
  expect(large('one')).not.toBe(large('other'));
});

it('takes a time that is none as the beginning of all times', () => {
  expect(isoTime('the day before')).toBe('1970-01-01T00:00:00.000Z');
});

it('cuts commits, and no other names', () => {
  expect(shownVersion('0123456789abcdef0123456789abcdef01234567')).toBe('0123456789ab');
  expect(shownVersion('deadbeef.html')).toBe('deadbeef.html');
});

it('counts versions by verdict, and for each finding what it leads to', () => {
  const site = siteRecord(exampleSite({ severity: { 'base.stale': 'ignore', 'page.emptied': 'alert' } }));
  const texts = [pageWith('A', 'B', 'C'), pageWith('A'), pageWith('A'), `${pageWith('A')}<p>x</p>`, ''];
  expect(tallyOf(replayTexts(texts, site))).toEqual({
    versions: 5,
    pages: 1,
    verdicts: { rollback: 2, alert: 0, undecided: 0, accepted: 2, unchanged: 1 },
    codes: [
      { code: 'page.emptied', rollback: 0, alert: 1, undecided: 0 },
      { code: 'token.lost', rollback: 2, alert: 0, undecided: 0 },
    ],
  });
  expect(tallyOf([])).toMatchObject({ versions: 0, pages: 0, codes: [] });
});

it('tells a version as one line of JSON', () => {
  const site = siteRecord(exampleSite({ severity: { 'base.stale': 'ignore' } }));
  const [, line] = replayTexts([pageWith('A'), pageWith('OLD_BANNER', 'A')], site).map((each) =>
    JSON.parse(JSON.stringify(lineOf(each))),
  );
  expect(line).toEqual({
    page: 'index.html',
    version: 'v2',
    number: 2,
    at: '2026-01-01T12:02:00.000Z',
    verdict: 'rollback',
    findings: [
      {
        code: 'retired.returned',
        severity: 'rollback',
        evidence: expect.stringContaining('OLD_BANNER'),
        token: 'OLD_BANNER',
        place: { line: 1, excerpt: expect.stringContaining('OLD_BANNER') },
      },
    ],
    ancestor: 'v1',
  });
});

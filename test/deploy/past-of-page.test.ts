import { describe, expect, it } from 'vitest';
import { pastOfPage, type KnownPast } from '../../src/lib/deploy/past-of-page.ts';
import { momentOf, versionMeant } from '../../src/lib/deploy/past-of-page-find.ts';

const at = (minute: number): string => `2026-03-10T12:${String(minute).padStart(2, '0')}:00.000Z`;
const id = (letter: string): string => letter.repeat(64);

const listed = (versionId: string, minute: number, more = {}) => ({
  versionId,
  lastModified: at(minute),
  deleted: false,
  ...more,
});

const baseline = (
  letter: string,
  versionId: string,
  minute: number,
): NonNullable<NonNullable<KnownPast['page']>['baseline']> => ({
  identity: id(letter),
  sha256: '',
  size: 1,
  versionId,
  lastModified: at(minute),
  headers: { metadata: {} },
  storedAs: {},
  tokens: [],
  hasText: true,
  acceptedAt: at(minute),
});

const former = (letter: string, versionId: string, minute: number) => ({
  identity: id(letter),
  versionId,
  lastModified: at(minute),
});

const NONE: KnownPast = { listed: [], cut: false, incidents: [], releases: [] };

describe('pastOfPage', () => {
  it('names versions that were not read by what the records know of their ids', () => {
    const past = pastOfPage({
      ...NONE,
      listed: [listed('v3', 3), listed('v2', 2, { deleted: true }), listed('v1', 1, { identity: id('x'), mark: 4 })],
      page: { baseline: baseline('c', 'v3', 3) },
    });
    expect(past).toEqual([
      { at: at(3), versionId: 'v3', live: true, deleted: false, identity: id('c'), was: ['baseline'], incidents: [] },
      { at: at(2), versionId: 'v2', live: false, deleted: true, identity: 'DELETED', was: [], incidents: [] },
      { at: at(1), versionId: 'v1', live: false, deleted: false, identity: id('x'), was: ['put-back'], incidents: [] },
    ]);
  });

  it('says of the same bytes what they were each time', () => {
    const past = pastOfPage({
      ...NONE,
      listed: [
        listed('v3', 3, { identity: id('b') }),
        listed('v2', 2, { identity: id('a') }),
        listed('v1', 1, { identity: id('a') }),
      ],
      page: { baseline: baseline('b', 'v3', 3), former: [former('a', 'v1', 1)] },
      incidents: [{ id: 'i', state: 'restored', identity: id('a'), versionId: 'v2', at: at(2) }],
    });
    expect(past.map(({ was }) => was)).toEqual([['baseline'], ['rejected'], ['accepted']]);
  });

  it('knows nothing by id where all versions have the same', () => {
    const past = pastOfPage({
      ...NONE,
      listed: [listed('null', 3)],
      page: { baseline: baseline('a', 'null', 1) },
    });
    expect(past[0]).toMatchObject({ live: true, was: [] });
    expect(past[0]?.identity).toBeUndefined();
    expect(past[1]).toMatchObject({ identity: id('a'), was: ['baseline'], live: false });
  });

  it('puts what only records know in by its time, behind what the bucket has of that second', () => {
    const past = pastOfPage({
      ...NONE,
      listed: [listed('v9', 9, { identity: id('z') }), listed('v4', 4, { identity: id('y') })],
      page: { former: [former('b', 'vb', 6), former('c', 'vc', 4), former('d', 'vd', 1)] },
      incidents: [{ id: 'i', state: 'observed', identity: id('e'), versionId: 've', at: at(9) }],
      releases: [{ at: at(2), identity: id('f'), replaces: id('g') }],
    });
    expect(past.map(({ identity = '' }) => identity[0]).join('')).toBe('zebycfgd');
    expect(past.filter(({ before }) => before).map(({ identity }) => identity)).toEqual([id('g')]);
    expect(past.filter(({ versionId }) => versionId !== undefined)).toHaveLength(2);
  });

  it('leaves out what may be among the versions that were not listed', () => {
    const page = { former: [former('b', 'vb', 8), former('c', 'vc', 1)] };
    const past = pastOfPage({ ...NONE, listed: [listed('v9', 9), listed('v5', 5)], cut: true, page });
    expect(past.map(({ at: time }) => time)).toEqual([at(9), at(8), at(5)]);
  });

  it('names each version once that several records know, and no deletion', () => {
    const past = pastOfPage({
      ...NONE,
      page: { baseline: { ...baseline('a', 'gone', 5), identity: 'DELETED' }, former: [former('b', 'vb', 2)] },
      incidents: [{ id: 'i', state: 'overridden', identity: id('b'), versionId: 'other', at: at(3) }],
      releases: [{ at: at(4), identity: id('b') }],
    });
    expect(past).toMatchObject([{ at: at(2), was: ['accepted', 'overridden'] }]);
  });
});

describe('versionMeant', () => {
  const past = pastOfPage({
    ...NONE,
    listed: [
      listed('abcd-new', 30, { identity: id('c') }),
      listed('marker', 25, { deleted: true }),
      listed('abcd-old', 20, { identity: id('b') }),
      listed('null', 10, { identity: id('a') }),
      listed('copy', 5, { identity: id('a') }),
    ],
  });
  const meant = (text: string) => {
    const found = versionMeant(past, text);
    return found.kind === 'one' ? found.version.versionId : found.kind;
  };

  it.each([
    ['2026-03-10T12:30Z', 'abcd-new'],
    ['2026-03-10T12:29:59.999Z', 'gone'],
    ['2026-03-10T12:25:00Z', 'gone'],
    ['2026-03-10T12:24:59Z', 'abcd-old'],
    ['2026-03-10T13:20+01:00', 'abcd-old'],
    ['2026-03-10T12:04Z', 'none'],
    ['2026-03-11', 'abcd-new'],
    ['2026-03-10', 'none'],
  ])('by the time %s finds what was live then: %s', (text, version) => {
    expect(meant(text)).toBe(version);
  });

  it.each([
    ['abcd-new', 'abcd-new'],
    ['abcd-n', 'abcd-new'],
    ['abcd', 'several'],
    ['ab', 'none'],
    ['null', 'null'],
    ['marker', 'gone'],
    ['bbbb', 'abcd-old'],
    ['BBBB', 'abcd-old'],
    ['aaaa', 'null'],
    ['DELE', 'none'],
    ['', 'none'],
    ['2026-03-10T12:30', 'none'],
  ])('by the name %j finds %s', (text, version) => {
    expect(meant(text)).toBe(version);
  });
});

describe('momentOf', () => {
  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-03-10T12:30',
    '2026-03-10 12:30Z',
    '2026-03-10T25:00Z',
    '2026-03-10T12:30+99:00',
    '20260310T123000Z',
    'yesterday',
    ' 2026-03-10',
  ])('takes %j for no time', (text) => {
    expect(momentOf(text)).toBeUndefined();
  });
});

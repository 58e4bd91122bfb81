import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/lib/site/policy.ts';
import { moved, reordered, rewritten } from './harmless-edits.ts';
import { LAYOUTS } from './layouts.ts';
import { findingsAfter, uploadedAt, verdictAfter, type Accepted } from './page-past.ts';
import { edited, edition, notice, tours, worked, type Build } from './tours-page.ts';

const editions = (last: number): string[] => Array.from({ length: last + 1 }, (_, number) => edition(number));
const PAST = editions(8);
const NOW = edition(8);
/** Another page is told of for other reasons. */
const OTHERS_IGNORED = Object.fromEntries(
  FINDING_CODES.filter((code) => code !== 'base.stale').map((code) => [code, 'ignore' as const]),
);
const build = (index: number): Build => ({
  nonce: `bm9uY2U${index}`,
  hash: (0xab3f2a9c + 7919 * index).toString(16),
  at: uploadedAt(index),
});

describe('base.stale says nothing of', () => {
  it.each<[string, string]>([
    ['an ordinary edit', worked(NOW)],
    ['the next edition', edition(9)],
    ['an edition of many changes', worked(edition(14))],
    ['attributes in another order', reordered(NOW)],
    ['attributes in another order, and an edit', worked(reordered(NOW))],
    ['what a build writes anew', edition(8, build(3))],
    ['moved blocks', moved(NOW)],
    ['tours in the opposite order', NOW.replace(tours(8).join('\n'), tours(8).toReversed().join('\n'))],
    ['a first large cut', edited(NOW, /<div class="boat" id="ketch">[^]*(?=<div class="boat" id="trimaran">)/, '')],
    [
      'a first large cut with something new among it',
      edited(NOW, /<div class="boat" id="raft">[^]*(?=<li class="notice" id="n25">)/, ''),
    ],
    ['the line just added, edited again', edited(NOW, 'We leave for island 8 when', 'We leave for island 8 only when')],
    [
      'the lines just added, all edited again',
      edited(edited(NOW, 'Tour number 8<', 'Tour number eight<'), 'island 8 when', 'isle 8 when'),
    ],
    ['a version that was the only one to add a line, and loses one of it', edited(NOW, /.*id="p-8".*\n/, '')],
    ['one of several changes taken back', edited(NOW, '    <ul id="notices">', `    <ul id="notices">\n${notice(8)}`)],
    ['a rewrite of all the text', rewritten(NOW)],
    [
      'another page altogether',
      `<!doctype html><title>Boats</title><body>${'<p>Something else</p><h2>New</h2>'.repeat(20)}</body>`,
    ],
  ])('%s', (_, upload) => {
    expect(upload).not.toBe(NOW);
    expect(findingsAfter(PAST, upload, { policy: { severity: OTHERS_IGNORED } })).toEqual([]);
  });

  it.each(Object.entries(LAYOUTS))('a page that is written %s', (_, layout) => {
    expect(verdictAfter(PAST, layout(NOW))).toEqual({ kind: 'accepted' });
    expect(verdictAfter(PAST, layout(worked(NOW)))).toEqual({ kind: 'accepted' });
    expect(verdictAfter(PAST.map(layout), worked(NOW))).toEqual({ kind: 'accepted' });
  });

  it('builds that differ in what each writes anew', () => {
    const versions = PAST.map((_, index) => edition(index, build(index)));
    expect(verdictAfter(versions, edition(8, build(9)))).toEqual({ kind: 'accepted' });
    expect(verdictAfter(versions, worked(edition(9, build(9))))).toEqual({ kind: 'accepted' });
    const still = PAST.map((_, index) => edition(3, build(index)));
    expect(verdictAfter(still, edition(3, build(9)))).toEqual({ kind: 'accepted' });
  });

  it.each([
    [200, 1],
    [75, 2],
  ])('new addresses of all pictures, %i of which each of the last %i versions brought', (pictures, versions) => {
    const gallery = (shown: number, hash: number) => {
      const address = (index: number) => `/img/boat-${index}.${(hash * (index + 1)).toString(16)}.jpg`;
      const all = Array.from(
        { length: shown },
        (_, index) => `<div class="picture"><img src="${address(index)}" alt="Boat ${index}"></div>`,
      );
      return edited(NOW, '  </main>', `${all.join('\n')}\n  </main>`);
    };
    const past = Array.from({ length: versions }, (_, index) => gallery(pictures * (index + 1), 0xabcd123));
    expect(verdictAfter([...PAST, ...past], gallery(pictures * versions, 0xdcba321))).toEqual({ kind: 'accepted' });
  });

  it('a number that is bumped twice', () => {
    const version = (number: string) => edited(NOW, 'The sloop<', `The sloop, version ${number}<`);
    expect(verdictAfter([version('1.0.1'), version('1.0.2')], version('1.0.3'))).toEqual({ kind: 'accepted' });
  });

  it('an edit of a baseline that equals an older version', () => {
    const [a, b] = [edition(4), edition(5)];
    expect(verdictAfter([a, b, a], worked(a))).toEqual({ kind: 'accepted' });
    expect(verdictAfter([edition(3), a, b, a], worked(a))).toEqual({ kind: 'accepted' });
  });

  it('an upload that undoes only what was doubted itself', () => {
    const doubted: Accepted = { page: worked(edition(6)), record: { doubted: true } };
    expect(verdictAfter([...editions(7), doubted], edition(7))).toEqual({ kind: 'accepted' });
    expect(verdictAfter([...editions(7), doubted], edited(edition(7), 'The sloop<', 'The old sloop<'))).toEqual({
      kind: 'accepted',
    });
  });

  it('an edit of a page that was a small note in the beginning', () => {
    const soon =
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Boats for hire</title>\n</head>\n<body>\n<h1>Coming soon</h1>\n</body>\n</html>\n';
    expect(verdictAfter([soon, NOW], worked(NOW))).toEqual({ kind: 'accepted' });
    expect(verdictAfter([soon, NOW], edition(5))).toEqual({ kind: 'accepted' });
  });

  it('an edit after two versions', () => {
    expect(verdictAfter(editions(1), worked(edition(1)))).toEqual({ kind: 'accepted' });
  });
});

describe('a stale copy is let through', () => {
  const stale = worked(edition(4));
  const allowance = { until: '2026-04-01T00:00:00.000Z', reason: 'the season is over', by: 'CB' };

  it.each([
    ['by an allowance for it', { allowances: [{ ...allowance, codes: ['base.stale' as const] }] }],
    ['where the policy ignores it', { policy: { severity: { 'base.stale': 'ignore' as const } } }],
    ['where nothing is remembered', { unknown: true }],
  ])('%s', (_, asked) => {
    expect(verdictAfter(PAST, stale)).toMatchObject({ kind: 'breached', rollback: true });
    expect(verdictAfter(PAST, stale, asked)).toEqual({ kind: 'accepted' });
  });

  it('but not by an allowance for something else', () => {
    const allowances = [
      { ...allowance, codes: ['token.lost' as const] },
      { ...allowance, tokens: ['HERO'] },
    ];
    expect(verdictAfter(PAST, stale, { allowances })).toMatchObject({ rollback: true });
  });
});

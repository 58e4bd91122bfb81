import { describe, expect, it } from 'vitest';
import { unitList } from '../../src/lib/page/unit-list.ts';
import { changesOf } from '../../src/lib/verdict/diff-hunks.ts';
import { matchLines } from '../../src/lib/verdict/diff-match.ts';
import { editedUnits } from '../../src/lib/verdict/edited-units.ts';

const paged = (lines: readonly string[]) => {
  const text = lines.map((line) => `<p>${line}</p>`).join('\n');
  return { text, list: unitList({ text, html: true }) };
};

/** Which lines of a page count as edited, when all that only one of the two pages has is gone or fresh. */
function edited(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [paged(before), paged(after)];
  const [had, has] = [new Set(was.list.hashes), new Set(is.list.hashes)];
  const { edited: found } = editedUnits(was, is, changes(was, is), {
    gone: had.difference(has),
    lost: new Set<number>(),
    fresh: has.difference(had),
  });
  return before.filter((_, at) => found.has(was.list.hashes[at] ?? -1));
}

const changes = (was: ReturnType<typeof paged>, is: ReturnType<typeof paged>) =>
  changesOf(matchLines(was.list.hashes, is.list.hashes), is.list.hashes.length);

const TOUR = 'We leave for the island at noon';

describe('a unit that is gone was edited', () => {
  it.each<[string, string[], string[], string[]]>([
    ['when one like it stands in its place', ['A', TOUR, 'B'], ['A', `${TOUR} sharp`, 'B'], [TOUR]],
    ['when half of its words are left', ['one two three'], ['one two four five'], ['one two three']],
    [
      'when its time is another',
      ['built 2026-03-01T09:30 by CB'],
      ['built 2026-03-02T17:45 by CB'],
      ['built 2026-03-01T09:30 by CB'],
    ],
    ['when others before it are gone', ['Dogs welcome', TOUR], [`${TOUR} sharp`], [TOUR]],
    [
      'when it is one of several',
      [TOUR, 'Children pay half'],
      ['Children pay less', `${TOUR} sharp`],
      [TOUR, 'Children pay half'],
    ],
    ['not when nothing is like it', ['A', TOUR, 'B'], ['A', 'Children pay half', 'B'], []],
    ['not when nothing stands there', ['A', TOUR, 'B'], ['A', 'B'], []],
    ['not when what is like it stands elsewhere', ['A', TOUR, 'B', 'C'], ['A', 'B', `${TOUR} sharp`, 'C'], []],
    ['not when what is like it was there before', [TOUR, `${TOUR} sharp`], [`${TOUR} sharp`], []],
    ['only once for each that is new', [TOUR, `${TOUR} or later`], [`${TOUR} sharp`], [TOUR]],
    ['not of nothing', [], [TOUR], []],
  ])('%s', (_, before, after, expected) => {
    expect(edited(before, after)).toEqual(expected);
  });

  it('in letters of any script', () => {
    expect(edited(['Überfahrt zur Insel täglich'], ['Überfahrt zur Insel sonntags'])).toHaveLength(1);
    expect(edited(['每天 上午 出发'], ['每天 下午 出发'])).toHaveLength(1);
  });
});

describe('a unit that was edited is what a build wrote anew', () => {
  const rebuilt = (before: string, after: string) => {
    const [was, is] = [paged([before]), paged([after])];
    const changed = { gone: new Set(was.list.hashes), lost: new Set<number>(), fresh: new Set(is.list.hashes) };
    return editedUnits(was, is, changes(was, is), changed).rebuilt.size === 1;
  };

  it.each([
    ['when a hash differs', 'app.3f2a9c1b.js of the site', 'app.77b0d1e2.js of the site', true],
    ['when a time differs', 'built 2026-03-01T09:30', 'built 2026-03-02T17:45', true],
    ['when a nonce differs', 'a nonce is xKdRtYuQ here', 'a nonce is pLmNoBvC here', true],
    ['not when a word differs', 'Evening sail at 7', 'Evening supper at 7', false],
  ])('%s', (_what, before, after, is) => {
    expect(rebuilt(before, after)).toBe(is);
  });

  it('and counts as edited where there is too much to compare', () => {
    const line = (index: number) => `line ${index} of ${'abcdefghij'.split('').join(' ')}`;
    const was = paged(Array.from({ length: 4000 }, (_, index) => line(index)));
    const is = paged(Array.from({ length: 4000 }, (_, index) => `other ${index}`));
    const changed = { gone: new Set(was.list.hashes), lost: new Set<number>(), fresh: new Set(is.list.hashes) };
    expect(editedUnits(was, is, changes(was, is), changed).edited.size).toBe(4000);
  });
});

it('a unit is not taken for edited where the new one came of what both versions had', () => {
  const was = paged(['Our family tour leaves at nine', 'Our night tour leaves at nine']);
  const is = paged(['Our kids tour leaves at nine']);
  const [shared, gone] = [...was.list.hashes];
  const sets = { gone: new Set([gone ?? 0]), lost: new Set([shared ?? 0]), fresh: new Set(is.list.hashes) };
  expect(editedUnits(was, is, changes(was, is), sets).edited.size).toBe(0);
});

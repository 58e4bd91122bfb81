import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import { goneBack, undoneVersions } from '../../src/lib/history/undone.ts';
import { everyUnit, olderOf, unitsOf, version, versions, type Plain } from './multisets.ts';

const sorted = (units: Iterable<number>) => [...units].toSorted((a, b) => a - b);
const past = (all: readonly Plain[]) => pastUnits(all.map(unitsOf));

describe('what an upload took and brought back', () => {
  it('is what looking at every unit comes to', () => {
    fc.assert(
      fc.property(version, versions, fc.nat(), (upload, all, any) => {
        const older = olderOf(all, any);
        const [was, is] = [all[older]!, all[0]!];
        const units = everyUnit(upload, ...all);
        const those = (inUpload: boolean, inBaseline: boolean, inOlder: boolean) =>
          sorted(
            units.filter(
              (unit) =>
                upload.includes(unit) === inUpload &&
                is.includes(unit) === inBaseline &&
                was.includes(unit) === inOlder,
            ),
          );
        const { gone, back, lost, fresh } = goneBack(unitsOf(upload), past(all), older);
        expect(sorted(gone)).toEqual(those(false, true, false));
        expect(sorted(back)).toEqual(those(true, false, true));
        expect(sorted(lost)).toEqual(those(false, true, true));
        expect(sorted(fresh)).toEqual(those(true, false, false));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the versions that an upload undoes', () => {
  const nobody = () => false;

  it('are those that last brought what it dropped, or last took what it brings back', () => {
    fc.assert(
      fc.property(version, versions, fc.nat(), (upload, all, any) => {
        const older = olderOf(all, any);
        const { gone, back } = goneBack(unitsOf(upload), past(all), older);
        const changed = (unit: number) =>
          all.findIndex((each, at) => at < older && each.includes(unit) !== all[at + 1]!.includes(unit));
        const expected = new Set([...gone, ...back].map(changed));
        const places = [
          { dropped: [...gone], back: [] },
          { dropped: [], back: [...back] },
        ];
        expect(sorted(undoneVersions(past(all), older, places, nobody))).toEqual(sorted(expected));
      }),
      { numRuns: 1000 },
    );
  });

  it('are none where nothing was dropped or brought back', () => {
    expect(undoneVersions(past([[1, 2], [1]]), 1, [], nobody).size).toBe(0);
  });

  it('are, of one thing that had several values, only the one that brought the last', () => {
    const values = past([
      [1, 103],
      [1, 102],
      [1, 101],
    ]);
    expect([...undoneVersions(values, 2, [{ dropped: [103], back: [101] }], nobody)]).toEqual([0]);
  });

  it('are, of several things, those that brought each of them', () => {
    const things = past([
      [1, 12, 22],
      [1, 12, 21],
      [1, 11, 21],
    ]);
    const places = [
      { dropped: [12], back: [11] },
      { dropped: [22], back: [21] },
    ];
    expect(sorted(undoneVersions(things, 2, places, nobody))).toEqual([0, 1]);
  });

  it('are never those that are doubted: what one of them had as well was brought by the next', () => {
    const restored = past([[1, 2], [1, 2, 9], [1]]);
    const places = [{ dropped: [2], back: [] }];
    expect([...undoneVersions(restored, 2, places, (at) => at === 1)]).toEqual([0]);
    expect([...undoneVersions(past([[1, 2], [1]]), 1, places, () => true)]).toEqual([]);
  });
});

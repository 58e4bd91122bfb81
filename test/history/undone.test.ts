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
        const { gone, back, fresh } = goneBack(unitsOf(upload), past(all), older);
        expect(sorted(gone)).toEqual(those(false, true, false));
        expect(sorted(back)).toEqual(those(true, false, true));
        expect(sorted(fresh)).toEqual(those(true, false, false));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the versions that an upload undoes', () => {
  it('are those that last brought what it dropped, or last took what it brings back', () => {
    fc.assert(
      fc.property(version, versions, fc.nat(), (upload, all, any) => {
        const older = olderOf(all, any);
        const { gone, back } = goneBack(unitsOf(upload), past(all), older);
        const changed = (unit: number) =>
          all.findIndex((each, at) => at < older && each.includes(unit) !== all[at + 1]!.includes(unit));
        const expected = new Set([...gone, ...back].map(changed));
        expect(sorted(undoneVersions(past(all), older, { dropped: gone, back }))).toEqual(sorted(expected));
      }),
      { numRuns: 1000 },
    );
  });

  it('are none where nothing was dropped or brought back', () => {
    const none: ReadonlySet<number> = new Set();
    expect(undoneVersions(past([[1, 2], [1]]), 1, { dropped: none, back: none }).size).toBe(0);
  });
});

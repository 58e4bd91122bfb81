import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastUnits, unitsOfVersion, withNewest, type PastUnits } from '../../src/lib/history/past-units.ts';
import { countOf, everyUnit, unitsOf, version, versions, type Plain } from './multisets.ts';

const plain = ({ units, masks }: PastUnits) => [...units].map((unit, place) => [unit, masks[place]]);

/** The n-th of a unit is had by who has it n times. */
function expected(all: readonly Plain[]): number[][] {
  return everyUnit(...all)
    .toSorted((a, b) => a - b)
    .flatMap((unit) => {
      const counts = all.map((each) => countOf(each, unit));
      return Array.from({ length: Math.max(...counts) }, (_, n) => [
        unit,
        counts.reduce((mask, count, bit) => mask + (count > n ? 2 ** bit : 0), 0),
      ]);
    });
}

describe('the units of several versions', () => {
  it('say of each who has it so often', () => {
    fc.assert(
      fc.property(versions, (all) => {
        expect(plain(pastUnits(all.map(unitsOf)))).toEqual(expected(all));
      }),
    );
  });

  it('give each version back', () => {
    fc.assert(
      fc.property(versions, (all) => {
        const past = pastUnits(all.map(unitsOf));
        expect(all.map((_, bit) => unitsOfVersion(past, bit))).toEqual(all.map(unitsOf));
      }),
    );
  });

  it('are of the 20 newest, whether together or one after the other', () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 18, maxLength: 24 }), (all) => {
        const [newest, ...others] = all;
        const past = pastUnits(all.map(unitsOf));
        expect(plain(past)).toEqual(expected(all.slice(0, 20)));
        expect(plain(withNewest(pastUnits(others.map(unitsOf)), unitsOf(newest!)))).toEqual(plain(past));
      }),
    );
  });
});

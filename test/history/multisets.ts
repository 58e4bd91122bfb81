import * as fc from 'fast-check';
import type { Units } from '../../src/lib/page/units.ts';

/** The units of a version as plain numbers, each as often as it stands there. */
export type Plain = readonly number[];

export const unitsOf = (plain: Plain): Units => Float64Array.from(plain).toSorted();

export const countOf = (plain: Plain, unit: number): number => plain.filter((each) => each === unit).length;

/** Every unit of these versions, once. */
export const everyUnit = (...versions: readonly Plain[]): number[] => [...new Set(versions.flat())];

/** A version of few different units, some of which stand there several times. */
export const version: fc.Arbitrary<Plain> = fc.array(fc.nat({ max: 9 }), { maxLength: 14 });

/** The baseline and one to 19 versions before it. */
export const versions: fc.Arbitrary<readonly Plain[]> = fc.array(version, { minLength: 2, maxLength: 20 });

/** One of the versions before the baseline. */
export const olderOf = (all: readonly Plain[], any: number): number => 1 + (any % (all.length - 1));

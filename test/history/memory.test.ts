import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemory, encodeMemory } from '../../src/lib/history/encode-memory.ts';
import { MOST_UNITS, NO_MEMORY, rearranged, remembering, unitsIn, type Memory } from '../../src/lib/history/memory.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import { MOST_OF_PAGE } from '../../src/lib/page/unit-list.ts';
import type { Units } from '../../src/lib/page/units.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { contentOf } from '../page/reading.ts';
import { seeded } from '../sim/random.ts';
import { pageWith } from '../world.ts';

const DIGEST_AT = 1;
const BODY_AT = 33;

const sorted = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers).toSorted();

/** Few different numbers, so that versions share many and repeat some; and the largest. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.constantFrom(0, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const units = fc.array(number, { maxLength: 60 }).map(sorted);
const several = fc.array(units, { minLength: 1, maxLength: 20 });

/** These versions, newest first. */
const of = (...versions: readonly Units[]): Memory => ({
  identities: versions.map((_, at) => `v${at}`).slice(0, 20),
  past: pastUnits(versions),
});

const known = (memory: Memory | undefined) =>
  memory?.identities.map((identity) => [...(unitsIn(memory, identity) ?? [])]);

/** As somebody would write it who knows the format. */
function signed(body: Uint8Array): Uint8Array {
  return Buffer.concat([encodeMemory(pageMemory()).subarray(0, DIGEST_AT), Buffer.from(sha256(body), 'hex'), body]);
}

function pageMemory(): Memory {
  const content = contentOf(pageWith('HERO', 'CHECKOUT'));
  return { ...of(content.units), anatomy: content.anatomy, sources: 'abc' };
}

/** Versions of so many units, newest first, of which so many are others than in the version before. */
function versions(count: number, size: number, changes: number): Units[] {
  const { next, below } = seeded(size + changes);
  const unit = (): number => Math.floor(next() * 2 ** 32) * 2 ** 21 + below(2 ** 21);
  const numbers = Array.from({ length: size }, unit);
  return Array.from({ length: count }, () => {
    for (let change = 0; change < changes; change += 1) numbers[below(size)] = unit();
    return sorted(numbers);
  });
}

describe('what is remembered of versions', () => {
  it('comes back as it was, newest first', () => {
    fc.assert(
      fc.property(several, (all) => {
        const memory = decodeMemory(encodeMemory(of(...all)));
        expect(memory?.identities).toEqual(all.map((_, at) => `v${at}`));
        expect(known(memory)).toEqual(all.map((each) => [...each]));
      }),
    );
  });

  it('has the anatomy of the newest, and with which sources it was read', () => {
    expect(decodeMemory(encodeMemory(pageMemory()))).toEqual(pageMemory());
  });

  it('is of 20 versions at most', () => {
    expect(decodeMemory(encodeMemory(of(...versions(30, 10, 1))))?.identities).toHaveLength(20);
  });

  it('grows by the newest, wherever that stood before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), units), { maxLength: 8 }), (accepted) => {
        const contents = new Map(accepted);
        const memory = accepted.reduce(
          (grown, [identity]) => remembering(grown, { identity, units: contents.get(identity) ?? sorted([]) }),
          NO_MEMORY,
        );
        const newestFirst = [...new Set(accepted.map(([identity]) => identity).toReversed())];
        expect(memory.identities).toEqual(newestFirst);
        expect(known(memory)).toEqual(newestFirst.map((identity) => [...(contents.get(identity) ?? [])]));
      }),
    );
  });

  it('is put in another order, with what is given besides, and without what nobody knows', () => {
    const memory = of(sorted([1, 2]), sorted([2, 3]), sorted([3]));
    const given = (identity: string) => (identity === 'new' ? sorted([7]) : undefined);
    const other = rearranged(memory, ['v2', 'new', 'unknown', 'v0'], given);
    expect(other.identities).toEqual(['v2', 'new', 'v0']);
    expect(known(other)).toEqual([[3], [7], [1, 2]]);
  });

  it.each([
    ['3,650 units, of which few change', 3650, 20, 40_000, 20],
    ['40,000 units, of which few change', 40_000, 100, 310_000, 20],
    ['3,650 units, all of which change', 3650, 100_000, 1_000_000, 20],
    ['40,000 units, of which a tenth changes', 40_000, 4000, 1_000_000, 20],
    ['40,000 units, all of which change', 40_000, 400_000, 1_000_000, 2],
  ])('takes at most 1 MB for 20 versions of %s, the oldest left out', (_what, size, changes, most, least) => {
    const all = versions(20, size, changes);
    const bytes = encodeMemory(of(...all));
    expect(bytes.length).toBeLessThanOrEqual(most);
    const memory = decodeMemory(bytes);
    expect(memory?.identities.length).toBeGreaterThanOrEqual(least);
    expect(known(memory)).toEqual(all.slice(0, memory?.identities.length).map((each) => [...each]));
  });

  it('takes at most twice what the newest takes where that is more than 1 MB', () => {
    const all = versions(20, 250_000, 1_000_000);
    const alone = encodeMemory(of(all[0]!)).length;
    expect(alone).toBeGreaterThan(1_000_000);
    const bytes = encodeMemory(of(...all));
    expect(bytes.length).toBeLessThanOrEqual(2 * alone);
    expect(decodeMemory(bytes)?.identities.length).toBeGreaterThanOrEqual(1);
  });

  it('is never of more units than are read again, however few bytes they take', () => {
    // what the newest takes with its head is half of what all may take
    const sources = 'x'.repeat(4_000_000);
    const all = Array.from({ length: 5 }, (_, version) =>
      Float64Array.from({ length: MOST_OF_PAGE }, (__, at) => at * 5 + version),
    );
    const memory = { ...of(...all), sources };
    expect(memory.past.units.length).toBeGreaterThan(MOST_UNITS);
    const again = decodeMemory(encodeMemory(memory));
    expect(again?.past.units).toHaveLength(MOST_UNITS);
    expect(again?.identities).toEqual(memory.identities.slice(0, 4));
  });

  it('leaves out the older versions that would be more units than are compared', () => {
    const large = new Float64Array(MOST_UNITS / 4);
    const identities = Array.from({ length: 20 }, (_, at) => `v${at}`);
    expect(rearranged(NO_MEMORY, identities, () => large).identities).toHaveLength(4);
  });
});

describe('of other bytes', () => {
  const bytes = encodeMemory({ ...pageMemory(), ...of(contentOf(pageWith('HERO')).units, ...versions(5, 50, 10)) });

  it('nothing is known, whichever of them is another', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      expect(decodeMemory(bytes.with(at, (bytes[at] ?? 0) ^ 0x41)), `byte ${at}`).toBeUndefined();
      expect(decodeMemory(bytes.subarray(0, at)), `cut at ${at}`).toBeUndefined();
    }
  });

  it('nothing is known when they are random', () => {
    fc.assert(fc.property(fc.uint8Array(), (random) => decodeMemory(random) === undefined));
  });

  it('never more is made than is compared, whatever somebody signs', () => {
    const body = bytes.subarray(BODY_AT);
    const change = fc.tuple(fc.nat({ max: body.length - 1 }), fc.uint8Array({ maxLength: 9 }), fc.nat({ max: 9 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = changes.reduce<Uint8Array>(
          (was, [at, put, gone]) => Buffer.concat([was.subarray(0, at), put, was.subarray(at + gone)]),
          body,
        );
        const { past } = decodeMemory(signed(changed)) ?? NO_MEMORY;
        expect(past.units.length).toBeLessThanOrEqual(MOST_UNITS);
        expect(past.units.every((each, at) => !(each < (past.units[at - 1] ?? 0)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['no head', ''],
    ['a head that is longer than what follows', '\u007f{}'],
    ['a head that is no JSON', '\u0003{a}'],
    ['a head that is a list', '\u0002[]'],
    ['no names', '\u0012{"identities":"abc"}'],
    ['names that are none', '\u0013{"identities":[17]}'],
    ['names without units', '\u0014{"identities":["a"]}'],
    ['more units than bytes', '\u0014{"identities":["a"]}\u007f\u0001'],
  ])('nothing is known of %s', (_what, body) => {
    expect(decodeMemory(signed(Buffer.from(body, 'latin1')))).toBeUndefined();
  });

  it('nothing is known of sizes that no memory has', () => {
    const huge = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 15);
    const head = Buffer.from('\u0014{"identities":["a"]}', 'latin1');
    expect(decodeMemory(signed(Buffer.concat([head, huge])))).toBeUndefined();
    expect(decodeMemory(signed(huge))).toBeUndefined();
  });
});

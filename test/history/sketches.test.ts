import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sketch } from '../../src/lib/history/history.ts';
import { decodeSketches, encodeSketches, MOST_UNITS, type Sketches } from '../../src/lib/history/sketches.ts';
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
const sketches = fc
  .uniqueArray(fc.tuple(fc.string(), units), { minLength: 1, maxLength: 20, selector: ([identity]) => identity })
  .map((versions): Sketches => new Map(versions.map(([identity, each]) => [identity, { units: each }])));

function encoded(of: Sketches): Uint8Array {
  const bytes = encodeSketches(of);
  if (!bytes) throw new Error('nothing was encoded');
  return bytes;
}

/** As somebody would write it who knows the format. */
function signed(body: Uint8Array): Uint8Array {
  return Buffer.concat([encoded(of(pageSketch())).subarray(0, DIGEST_AT), Buffer.from(sha256(body), 'hex'), body]);
}

const of = (...versions: readonly Sketch[]): Sketches =>
  new Map(versions.map((sketch, index) => [`v${index}`, sketch]));

function pageSketch(): Sketch {
  const { units: pieces, anatomy } = contentOf(pageWith('HERO', 'CHECKOUT'));
  return { units: pieces, anatomy, sources: 'abc' };
}

/** Versions of so many units, newest first, of which so many are others than in the version before. */
function versions(count: number, size: number, changes: number): Sketch[] {
  const { next, below } = seeded(size + changes);
  const unit = (): number => Math.floor(next() * 2 ** 32) * 2 ** 21 + below(2 ** 21);
  const numbers = Array.from({ length: size }, unit);
  return Array.from({ length: count }, () => {
    for (let change = 0; change < changes; change += 1) numbers[below(size)] = unit();
    return { units: sorted(numbers) };
  });
}

describe('what is remembered of versions', () => {
  it('comes back as it was, newest first', () => {
    fc.assert(
      fc.property(sketches, (all) => {
        const known = decodeSketches(encoded(all));
        expect([...known.keys()]).toEqual([...all.keys()]);
        for (const [identity, { units: was }] of all) expect(known.get(identity)?.units).toEqual(was);
      }),
    );
  });

  it('has the anatomy of the newest, and with which sources it was read', () => {
    const known = decodeSketches(encoded(of(pageSketch(), { ...pageSketch(), sources: 'older' })));
    expect(known.get('v0')).toEqual(pageSketch());
    expect(known.get('v1')).toEqual({ units: pageSketch().units });
  });

  it('is of 20 versions at most', () => {
    expect(decodeSketches(encoded(of(...versions(30, 10, 1)))).size).toBe(20);
  });

  it.each([
    ['3,650 units, of which few change', 3650, 20, 40_000, 20],
    ['40,000 units, of which few change', 40_000, 100, 300_000, 20],
    ['3,650 units, all of which change', 3650, 100_000, 1_000_000, 20],
    ['40,000 units, of which a tenth changes', 40_000, 4000, 1_000_000, 20],
    ['40,000 units, all of which change', 40_000, 400_000, 1_000_000, 3],
  ])('takes at most 1 MB for 20 versions of %s, the oldest left out', (_what, size, changes, most, least) => {
    const all = versions(20, size, changes);
    const bytes = encoded(of(...all));
    expect(bytes.length).toBeLessThanOrEqual(most);
    const known = decodeSketches(bytes);
    expect(known.size).toBeGreaterThanOrEqual(least);
    expect([...known.keys()]).toEqual(all.map((_, index) => `v${index}`).slice(0, known.size));
    expect([...known.values()].map((sketch) => sketch.units)).toEqual(
      all.slice(0, known.size).map((each) => each.units),
    );
  });

  it('takes at most twice what the newest takes where that is more than 1 MB', () => {
    const all = versions(20, 250_000, 1_000_000);
    const alone = encoded(of(all[0]!)).length;
    expect(alone).toBeGreaterThan(1_000_000);
    const bytes = encoded(of(...all));
    // The names of those that are left out are counted, too.
    expect(bytes.length).toBeLessThanOrEqual(2 * alone + 1000);
    expect(decodeSketches(bytes).size).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['more units than are compared', new Float64Array(MOST_UNITS + 1)],
    ['more bytes than are kept', versions(1, 1_700_000, 0)[0]!.units],
  ])('is nothing where the newest has %s', (_what, large) => {
    expect(encodeSketches(of({ units: large }))).toBeUndefined();
  });

  it('leaves out the older versions that would be more units than are compared', () => {
    const large = new Float64Array(MOST_UNITS / 4);
    const known = decodeSketches(encoded(of(...Array.from({ length: 20 }, () => ({ units: large })))));
    expect(known.size).toBe(4);
  });
});

describe('of other bytes', () => {
  const bytes = encoded(of(pageSketch(), ...versions(5, 50, 10)));

  it('nothing is known, whichever of them is another', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      expect(decodeSketches(bytes.with(at, (bytes[at] ?? 0) ^ 0x41)).size, `byte ${at}`).toBe(0);
      expect(decodeSketches(bytes.subarray(0, at)).size, `cut at ${at}`).toBe(0);
    }
  });

  it('nothing is known when they are random', () => {
    fc.assert(fc.property(fc.uint8Array(), (random) => decodeSketches(random).size === 0));
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
        const known = [...decodeSketches(signed(changed)).values()];
        const total = known.reduce((sum, sketch) => sum + sketch.units.length, 0);
        expect(total).toBeLessThanOrEqual(MOST_UNITS);
        for (const sketch of known)
          expect(sketch.units.every((each, at) => !(each < (sketch.units[at - 1] ?? 0)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['no head', ''],
    ['a head that is longer than what follows', '\u007f{}'],
    ['a head that is no JSON', '\u0003{a}'],
    ['a head that is a list', '\u0002[]'],
    ['no names', '\u0010{"versions":"abc"}'],
    ['names that are none', '\u0010{"versions":[17]}'],
    ['a name without units', '\u0012{"versions":["a"]}'],
    ['units in an unknown form', '\u0012{"versions":["a"]}\u0003\u0000\u0000'],
    ['more units than bytes', '\u0012{"versions":["a"]}\u0001\u007f\u0001'],
    ['a removal from nothing', '\u0012{"versions":["a"]}\u0002\u0001\u0000\u0001\u0001'],
  ])('nothing is known of %s', (_what, body) => {
    expect(decodeSketches(signed(Buffer.from(body, 'latin1'))).size).toBe(0);
  });

  it('nothing is known of sizes that no memory has', () => {
    const huge = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 15);
    const head = Buffer.from('\u0012{"versions":["a"]}\u0001', 'latin1');
    expect(decodeSketches(signed(Buffer.concat([head, huge]))).size).toBe(0);
    expect(decodeSketches(signed(huge)).size).toBe(0);
  });
});

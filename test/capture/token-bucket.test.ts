import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitsOf, tokenBucket } from '../../src/lib/capture/token-bucket.ts';
import { virtualClock } from './virtual-clock.ts';

/** When requests were asked for, in milliseconds; at most ten seconds. */
const ASKED = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 120 });
const RATE = fc.oneof(fc.constantFrom(1, 2, 5, 20, 100), fc.double({ min: 0.3, max: 200, noNaN: true }));

/** Takes a token at each of these moments; answers with who got through when. */
async function taken(
  perSecond: number,
  asked: readonly number[],
  throttled: readonly number[] = [],
): Promise<readonly { readonly who: number; readonly at: number }[]> {
  const clock = virtualClock();
  const bucket = tokenBucket(perSecond, clock);
  const through: { who: number; at: number }[] = [];
  const events = [
    ...asked.toSorted((a, b) => a - b).map((at, who) => ({ at, who })),
    ...throttled.map((at) => ({ at, who: -1 })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, who } of events) {
    await clock.until(at);
    if (who < 0) bucket.throttled();
    else void bucket.take().then(() => through.push({ who, at: clock.now() }));
  }
  await clock.until(10_000_000);
  expect(bucket.waiting).toBe(0);
  return through;
}

/** So many requests, all asked for at the start. */
function together(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

it('never lets more through than the rate and half a second at once, in any window', async () => {
  await fc.assert(
    fc.asyncProperty(RATE, ASKED, async (rate, asked) => {
      const through = await taken(rate, asked);
      expect(through).toHaveLength(asked.length);
      const burst = Math.max(1, Math.floor(rate / 2));
      for (const [first, { at: from }] of through.entries())
        for (const [index, { at }] of through.entries())
          if (index >= first) expect(index - first + 1).toBeLessThanOrEqual(burst + ((at - from) / 1000) * rate + 1e-6);
    }),
    { numRuns: 60 },
  );
});

it('lets requests through in the order in which they came, also when some are throttled meanwhile', async () => {
  const throttled = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(RATE, ASKED, throttled, async (rate, asked, times) => {
      const through = await taken(rate, asked, times);
      expect(through.map(({ who }) => who)).toStrictEqual(asked.map((_, index) => index));
    }),
    { numRuns: 60 },
  );
});

it('wastes nothing: who waits gets through at the full rate', async () => {
  const through = await taken(20, together(200));
  expect(through.at(-1)?.at).toBeCloseTo((200 - 10) * 50, 3);
});

it('lets nobody through for a second after a request was throttled, those who wait already included', async () => {
  const through = await taken(10, together(40), [1234]);
  expect(through.filter(({ at }) => at > 1234 && at < 2234)).toStrictEqual([]);
  expect(through.filter(({ at }) => at <= 1234).length).toBeGreaterThan(10);
});

it('lets fewer through after it was throttled, and more again when it has been calm', async () => {
  const through = await taken(10, together(1000), [1000, 1001, 1500]);
  const between = (from: number, to: number) => through.filter(({ at }) => at >= from && at < to).length;
  // Three at once are one occasion: six tenths are left.
  expect(between(2001, 7001)).toBeCloseTo(30, -1);
  expect(between(12_001, 17_001)).toBeLessThanOrEqual(31);
  expect(between(80_000, 85_000)).toBeGreaterThan(40);
  // It never gets above what was said.
  expect(between(90_000, 95_000)).toBeLessThanOrEqual(51);
});

it('goes on at a twentieth at least, however often it is throttled', async () => {
  const occasions = Array.from({ length: 30 }, (_, index) => index * 1001);
  const through = await taken(20, together(200), occasions);
  const after = through.filter(({ at }) => at > 31_000 && at <= 41_000);
  expect(after.length).toBeGreaterThanOrEqual(9);
});

it('has a bucket for each API, and for operations with a limit of their own', async () => {
  const clock = virtualClock();
  const limits = limitsOf([{ Lambda: 2, 'Lambda.GetFunction': 50 }, { Lambda: 4 }], clock);
  expect(limits.of('Lambda', 'ListFunctions')).toBe(limits.of('Lambda', 'GetPolicy'));
  expect(limits.of('Lambda', 'GetFunction')).not.toBe(limits.of('Lambda', 'GetPolicy'));
  for (let each = 0; each < 3; each += 1) void limits.of('Lambda', 'GetPolicy').take();
  // The smallest rate that anybody says holds.
  expect(limits.waiting()).toStrictEqual({ Lambda: 2 });
  await clock.until(10_000);
  expect(limits.waiting()).toStrictEqual({});
});

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashFilter } from '../../src/lib/capture/hash-filter.ts';

const hashed = (word: string | number) => ({ sha256: createHash('sha256').update(String(word)).digest('hex') });

it.each([6, 7] as const)('knows everything that was met, and little else (%d digits)', (digits) => {
  const filter = hashFilter(digits);
  const count = 20_000;
  for (let at = 0; at < count; at += 1) filter.add(hashed(at));
  for (let at = 0; at < count; at += 1) expect(filter.has(hashed(at))).toBe(true);
  let wrong = 0;
  for (let at = 0; at < count; at += 1) if (filter.has(hashed(`other ${at}`))) wrong += 1;
  expect(wrong).toBeLessThan(3);
});

it('knows nothing at first', () => {
  expect(hashFilter(6).has(hashed('anything'))).toBe(false);
});

import { expect, it } from 'vitest';
import { standingOf } from '../../src/lib/deploy/standing.ts';

it.each([
  [{ local: 'a' }, 'none'],
  [{ local: 'a', base: 'b' }, 'none'],
  [{ local: 'a', live: 'a' }, 'same'],
  [{ local: 'a', live: 'a', base: 'b' }, 'same'],
  [{ local: 'a', live: 'b', base: 'b' }, 'behind'],
  [{ local: 'a', live: 'c', base: 'b' }, 'ahead'],
  [{ local: 'a', live: 'c', base: 'none' }, 'ahead'],
  [{ local: 'a', live: 'b' }, 'ahead'],
] as const)('says of %j that live is %s', (digests, standing) => {
  expect(standingOf(digests)).toBe(standing);
});

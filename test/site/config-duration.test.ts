import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/lib/site/config-duration.ts';
import { didYouMean } from '../../src/lib/site/config-suggestion.ts';

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  [' 1h ', 3_600_000],
  ['2d', 172_800_000],
])('reads %j', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '10', 'm', '0m', '-1h', '1.5h', '1h30m', '1 h', '9999999s', '1w', '1H'])('refuses %j', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('writes what it reads', () => {
  assert(
    property(integer({ min: 1, max: 99_999 }), constantFrom('s', 'm', 'h', 'd'), (amount, unit) => {
      const milliseconds = parseDuration(`${amount}${unit}`) ?? 0;
      expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
    }),
  );
});

test('proposes the nearest word, and none that is far', () => {
  const words = ['production', 'staging', 'pages', 'via'];
  expect(didYouMean('producton', words)).toBe('production');
  expect(didYouMean('PAGES', words)).toBe('pages');
  expect(didYouMean('vie', words)).toBe('via');
  expect(didYouMean('dirft', ['drill', 'drift'])).toBe('drift');
  expect(didYouMean('colour', words)).toBeUndefined();
  expect(didYouMean('p'.repeat(100_000), words)).toBeUndefined();
});

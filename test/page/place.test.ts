import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeFinder } from '../../src/lib/page/place.ts';
import { asString, CountedText } from './counted-text.ts';

const TEXT = fc.array(fc.constantFrom('\n', 'a', ' b', '\r\n', 'c'.repeat(150)), { minLength: 1, maxLength: 20 });

it('gives the line of each offset, asked in any order', () => {
  fc.assert(
    fc.property(
      TEXT.map((parts) => parts.join('')),
      fc.array(fc.nat({ max: 500 }), { maxLength: 8 }),
      (text, offsets) => {
        const placeOf = placeFinder(text);
        for (const offset of offsets.map((at) => at % text.length)) {
          const { line, excerpt } = placeOf(offset);
          expect(line).toBe(text.slice(0, offset).split('\n').length);
          expect(text.split('\n')[line - 1]).toContain(excerpt);
          expect(excerpt.length).toBeLessThanOrEqual(200);
        }
      },
    ),
  );
});

it('reads a text once for any number of offsets that rise, also one without line breaks', () => {
  const text = new CountedText('x'.repeat(100_000));
  const placeOf = placeFinder(asString(text));
  for (let offset = 0; offset < 100_000; offset += 500) expect(placeOf(offset).line).toBe(1);
  // an excerpt is cut out of 200 characters on either side
  expect(text.looks).toBeLessThanOrEqual(100_000 + 200 * 3 * 200);
});

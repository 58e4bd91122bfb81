import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mentions } from '../../src/lib/page/mentions.ts';

const PIECES = ['data-x', 'DATA-x', 'data-', 'x', ' ', '\n', 'ſ', 'K', 'data.x'];

it('knows between which offsets a word begins, in any case', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join('')),
      fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 12 }),
      (text, steps) => {
        const mentions = new Mentions(text, 'data-x');
        let start = 0;
        for (const step of steps) {
          const begins = text.toLowerCase().indexOf('data-x', start);
          expect(mentions.between(start, start + step)).toBe(begins !== -1 && begins < start + step);
          start += step;
        }
      },
    ),
  );
});

it('takes what a pattern would understand for what it is', () => {
  expect(new Mentions('<a dataxx>', 'data.x').between(0, 10)).toBe(false);
  expect(new Mentions('<a data.x>', 'data.x').between(0, 10)).toBe(true);
});

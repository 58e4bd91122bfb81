import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { shakePatterns } from '../../scripts/build/shake-patterns.ts';
import { bundled } from './bundled.ts';

const LIBRARY = `export { RE2JS } from 're2js';`;

const PATTERNS = [
  'stripe',
  '(?i)STRIPE[_-]?checkout',
  '(?i)straße|Σίσυφος|k',
  'data-(?:feature|token)="([A-Z_]+)"',
  '^<!doctype html>$',
  '(?m)^\\s*<main>$',
  '(?s)<main>.*</main>',
  '(?U)<.*>',
  '\\bpay\\b|\\Bay\\b',
  '[^\\d\\s\\W]{3}',
  '[[:alpha:]]+[[:digit:]]{2,4}',
  '\\p{Lu}\\p{Ll}+',
  '\\pN+|\\PL',
  '[\\p{Sc}\\p{Pd}]',
  '[α-ω]+',
  '(?i)[α-ωß]+',
  '\\Qa.b(c\\E',
  '\\x{1F512}|\\x41',
  '(?P<name>a+)(b|c)*?d',
  '(?:a|ab)(?:c|bcd)(?:d*)',
  'a{2,5}b?',
  '(x*)*y',
  '.\\z',
  '',
  '(',
  '(?=a)',
  '\\1',
  '[b-a]',
  'a**',
  '\\p{No such}',
];

const TEXTS = [
  '',
  '<!doctype html>',
  '<html>\n  <main>\nStripe_Checkout to pay, 42 € — ab12345\n</main>',
  '<b data-feature="STRIPE_CHECKOUT">STRASSE straße K σίσυφος ΣΊΣΥΦΟΣ</b>',
  'xa.b(c abcd abbcdd aaab 🔒 Ärger ٣ ǅ',
  'x'.repeat(3000) + 'y' + 'aab'.repeat(2000),
];

type Library = { RE2JS: typeof RE2JS };

it('finds with the bundled library of patterns what the whole library finds', async () => {
  const found = await bundled(LIBRARY, [shakePatterns], async (file) => {
    const shaken: Library = await import(file);
    return findings(shaken.RE2JS);
  });
  expect(found).toEqual(findings(RE2JS));
  expect(found.filter((one) => Array.isArray(one)).length).toBeGreaterThan(PATTERNS.length / 2);
});

it('throws when a method of the library is called that is left out', async () => {
  const calls = [() => RE2JS.translateRegExp('a'), () => RE2JS.compile('a').split('b')];
  for (const call of calls) expect(call).not.toThrow();
  await bundled(LIBRARY, [shakePatterns], async (file) => {
    const { RE2JS: shaken }: Library = await import(file);
    expect(() => shaken.translateRegExp('a')).toThrow(TypeError);
    expect(() => shaken.compile('a').split('b')).toThrow(TypeError);
  });
});

/** Of each pattern: how it is refused, or its size and where it is found in each text, asked as `lib/page` asks. */
function findings(library: typeof RE2JS): readonly unknown[] {
  return PATTERNS.map((source) => {
    try {
      const pattern = library.compile(source);
      return [pattern.programSize(), ...TEXTS.map((text) => whereIn(pattern, text))];
    } catch (error) {
      return String(error);
    }
  });
}

function whereIn(pattern: RE2JS, text: string): unknown {
  const matcher = pattern.matcher(text);
  return [pattern.test(text), matcher.find() ? matcher.start() : undefined];
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBuildMark } from '../../src/lib/page/build-mark.ts';
import { type HtmlEvents, scanHtml } from '../../src/lib/page/html-scanner.ts';
import { findPhrases } from '../../src/lib/page/phrases.ts';
import { typesOf } from '../../src/lib/page/structured-data.ts';
import { hasVisibleText } from '../../src/lib/page/visible-text.ts';
import { asString, CountedText } from './counted-text.ts';
import { contentOf } from './reading.ts';

const KINDS = ['startTag', 'endTag', 'closed', 'text', 'rawText', 'comment', 'inert', 'dropped'] as const;

/** Looks at characters, and events, that a scan of the page takes, tags with all their attributes. */
function workOf(page: string): number {
  const text = new CountedText(page);
  let events = 0;
  const count = () => {
    events += 1;
  };
  const listener: HtmlEvents = {
    ...Object.fromEntries(KINDS.map((kind) => [kind, count])),
    startTag: (tag) => {
      events += 1 + tag.attributes.length;
    },
  };
  scanHtml(asString(text), listener);
  return text.looks + events;
}

const HOSTILE =
  `< </ <! <? <!-- --!> -- <![CDATA[ ]]> </x> <div> <div <p> <li> <b> <a\tx=1\t x="\t <b><p> <svg><p> <td> <table>
</table> <template> </template> <script> <script><!-- --> <style></style> <title> <textarea> <plaintext> <a/> =' &amp; text
<x:y\tz> <p/\t/ \t <math><mi> </svg> <object> </object> <!doctype`
    .split(/[ \n]+/)
    .concat('\n');

describe('scanHtml', () => {
  it('looks at every character a few times at most, whatever is repeated on a page', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }),
        fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 }),
        (start, repeated) => {
          const page = (times: number) => start.join('') + repeated.join('').repeat(times);
          const [once, twice] = [workOf(page(400)), workOf(page(800))];
          expect(twice).toBeLessThanOrEqual(2.1 * once + 200);
          expect(twice).toBeLessThanOrEqual(20 * page(800).length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('hasVisibleText', () => {
  it('looks at no more of a page than what stands before its first text', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 2000 }), (before, after) => {
        const text = new CountedText('<br>'.repeat(before) + 'text' + '<br>text'.repeat(after));
        expect(hasVisibleText({ text: asString(text), html: true })).toBe(true);
        expect(text.looks).toBeLessThanOrEqual(20 * (before + 2));
      }),
    );
  });
});

describe('findPhrases', () => {
  it('looks at every character a few times at most, with line breaks or without', () => {
    const texts = [
      'word ',
      'a b',
      '&amp;',
      '&shy;',
      'é',
      '\u00ad',
      '\n',
      ' ',
      '<p>',
      '<b>x</b>',
      '<!---->',
      '<title>x</title>',
    ];
    const workOn = (page: string) => {
      const text = new CountedText(page);
      const content = { ...contentOf(''), text: asString(text) };
      expect(findPhrases(content, ['nowhere to be found']).size).toBe(0);
      return text.looks;
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 5 }), (repeated) => {
        const [once, twice] = [workOn(repeated.join('').repeat(400)), workOn(repeated.join('').repeat(800))];
        expect(twice).toBeLessThanOrEqual(2.1 * once + 200);
      }),
      { numRuns: 300 },
    );
  });
});

// A regular expression does not say how much it looks at: one that looks again and again takes minutes here.
describe('regular expressions', () => {
  const long = 'a'.repeat(250_000);

  it.each([
    ['letters', long, false],
    ['letters with two numbers', `${long}1a1`, true],
    ['capitals and digits', 'aA1'.repeat(80_000), true],
    ['hexadecimal digits and one more', `${'1'.repeat(250_000)}-`, false],
    ['numbers', `${'1.'.repeat(125_000)}a`, false],
    ['dashes', `${'a-'.repeat(125_000)}!`, false],
  ])('look at the marks of a build but once: %s', (_what, piece, is) => {
    expect(isBuildMark(piece)).toBe(is);
  });

  it.each([
    ['written in full, without a name', `${long}/`],
    ['of white space', ' '.repeat(250_000)],
    ['of slashes', '/'.repeat(250_000)],
  ])('look at a type but once: %s', (_what, type) => {
    expect(typesOf(JSON.stringify({ '@type': type }))).toEqual([]);
    expect(typesOf(JSON.stringify({ '@type': ['https://schema.org/Product', type] }))).toEqual(['Product']);
  });
});

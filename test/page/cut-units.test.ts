import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitList } from '../../src/lib/page/unit-list.ts';

const listOf = (text: string, html = true) => unitList({ text, html });

/** The units of a text as they stand there. */
function pieces(text: string, html = true): string[] {
  const { starts, ends } = listOf(text, html);
  return [...starts].map((start, at) => text.slice(start, ends[at]).trim());
}

const hashes = (text: string, html = true): number[] => [...listOf(text, html).hashes];

describe('the units of HTML', () => {
  it.each<[string, string, string[]]>([
    ['begin at blocks', '<p>one</p><p>two</p>', ['<p>one', '<p>two']],
    ['begin at blocks that nothing ends', '<li>one<li>two', ['<li>one', '<li>two']],
    ['begin at blocks within blocks', '<div><h2>A</h2>b</div>c', ['<div>', '<h2>A', 'b', 'c']],
    [
      'go on over inline elements',
      '<p>one <b>two</b> <i class=x>three</i></p>',
      ['<p>one <b>two</b> <i class=x>three</i>'],
    ],
    ['go on over pictures', 'one<img src=x>two', ['one<img src=x>two']],
    ['begin at breaks', 'one<br>two<br />three', ['one', '<br>two', '<br />three']],
    [
      'begin at links, and go on behind them',
      '<a href=x>one</a> two <a href=y>three</a>',
      ['<a href=x>one</a> two', '<a href=y>three</a>'],
    ],
    [
      'are the lines of what keeps them',
      '<pre>one\ntwo <b>three</b>\nfour</pre>five',
      ['<pre>one', 'two <b>three</b>', 'four', 'five'],
    ],
    ['are the lines of a text area', '<textarea>one\ntwo</textarea>three', ['<textarea>one', 'two', 'three']],
    ['go on over line breaks', '<p>one\n  two\n\nthree</p>', ['<p>one\n  two\n\nthree']],
    ['take tags in capitals for the same', '<P>one</P><DIV>two<B>x</B></DIV>', ['<P>one', '<DIV>two<B>x</B>']],
    ['begin at elements that nobody knows', '<x-y>one</x-y><z>two', ['<x-y>one', '<z>two']],
    ['are comments', 'one<!-- <p>two</p> -->three', ['one', '<!-- <p>two</p> -->', 'three']],
    ['are comments that never end', 'one<!-- <p>two', ['one', '<!-- <p>two']],
    ['are statements of scripts', '<script>a();b()</script>c', ['<script>a();', 'b()', 'c']],
    ['are rules of styles', '<style>a{b:c;d:e}</style>', ['<style>a{', 'b:c;', 'd:e}']],
    ['are not cut at tags in scripts', '<script>x="<p>y</p>"</script>', ['<script>x="<p>y</p>"']],
    ['are not cut at semicolons in text', '<p>one; two {three}</p>', ['<p>one; two {three}']],
    ['are not cut at signs that begin no tag', 'a < b << c <1> </> <', ['a < b << c <1> </> <']],
    ['are doctypes too', '<!doctype html><p>x', ['<!doctype html>', '<p>x']],
    ['leave out end tags with all that stands in them', '<p>one</p class="x">two', ['<p>one', 'two']],
    ['end with the page where a tag never does', '<p>one<div class="x', ['<p>one', '<div class="x']],
    ['are none of nothing', ' \r\n\t </div> </p>\n', []],
  ])('%s: %j', (_, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });
});

describe('the units of code and text', () => {
  it.each<[string, string, string[]]>([
    ['are lines', 'one\n\n  two\r\nthree', ['one', 'two', 'three']],
    ['are statements and blocks', 'a();b(){c}\nd', ['a();', 'b(){', 'c}', 'd']],
    ['know no tags', '<p>one</p><p>two</p>', ['<p>one</p><p>two</p>']],
    ['are none of nothing', '\n \n', []],
  ])('%s: %j', (_, text, expected) => {
    expect(pieces(text, false)).toEqual(expected);
  });
});

describe('a unit', () => {
  it.each<[string, string, string]>([
    ['without white space', '<p class=a>one two</p>', '<p  class=a >\n one\ttwo </p>'],
    ['with CRLF', '<p>one\ntwo</p>', '<p>one\r\ntwo</p>'],
    ['in other quotes', '<p class="a">one</p>', "<p class='a'>one</p>"],
    ['without quotes', '<p class="a">one</p>', '<p class=a>one</p>'],
    ['with its void element closed', '<p>a b<img src=x></p>', '<p>a b<img src=x /></p>'],
    ['without its end tag', '<p>one</p>', '<p>one'],
  ])('is the same %s', (_, one, other) => {
    expect(hashes(other)).toEqual(hashes(one));
    expect(hashes(one)).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['another letter', '<p>price 10</p>', '<p>price 11</p>'],
    ['another case', '<p>one</p>', '<p>One</p>'],
    ['another order', '<p>ab</p>', '<p>ba</p>'],
    ['another attribute', '<p id=a>', '<p id=b>'],
    ['another element', '<p>one', '<h1>one'],
    ['a slash that closes nothing', '<a href=/x>', '<a href=x>'],
  ])('is not the same with %s', (_, one, other) => {
    expect(hashes(other)).not.toEqual(hashes(one));
  });

  it('differs from the units of other texts, of 200,000', () => {
    const page = Array.from({ length: 200_000 }, (_, index) => `<p>${index}</p>`).join('');
    expect(new Set(hashes(page)).size).toBe(200_000);
  });
});

const ODD = [
  '<',
  '>',
  '/',
  '!',
  '--',
  '<!--',
  '-->',
  '<p>',
  '</p>',
  '<b>',
  '</b>',
  '<script>',
  '</script>',
  '<style>',
  '</style>',
];
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...ODD, ' ', '\n', '\r\n', '"', "'", ';', '{', '}', '<br />'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('the units of any text', () => {
  it('stand one after the other, none of them blank, with hashes that a number holds', () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (text, html) => {
        const { hashes: all, starts, ends } = listOf(text, html);
        expect([starts.length, ends.length]).toEqual([all.length, all.length]);
        for (const [at, hash] of all.entries()) {
          expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
          expect(starts[at]).toBeGreaterThanOrEqual(ends[at - 1] ?? 0);
          expect(ends[at]).toBeLessThanOrEqual(text.length);
          expect(text.slice(starts[at], ends[at])).toMatch(/^[^\0-\x20"']/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are all of a text that is no HTML, but for white space, quotes and slashes that close', () => {
    const counted = (text: string) => text.replaceAll(/[\0-\x20"']|\/(?=>)/g, '');
    fc.assert(
      fc.property(soup, (text) => {
        expect(counted(pieces(text, false).join(' '))).toBe(counted(text));
      }),
    );
  });
});

const word = fc.stringMatching(/^[a-z0-9äø—]{1,8}$/);
const inline = fc.oneof(
  word,
  word.map((text) => `<b>${text}</b>`),
  word.map((text) => `<a href="/${text}">${text}</a>`),
  fc.constant('<br>'),
);
const block = fc.record({
  tag: fc.constantFrom('p', 'div', 'li', 'section', 'h2', 'x-tour'),
  name: word,
  content: fc.array(inline, { minLength: 1, maxLength: 4 }),
});
const gap = fc.stringMatching(/^(\n|\r\n|\t| |\f)*$/);

describe('the units of one page in two layouts', () => {
  it('are the same, wherever white space, line breaks and quotes stand', () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 12 }),
        fc.infiniteStream(gap),
        fc.infiniteStream(fc.constantFrom('"', "'", '')),
        (blocks, gaps, quotes) => {
          const written = (space: () => string, quote: () => string) =>
            blocks
              .map(({ tag, name, content }) => {
                const around = quote();
                const start = `<${tag} ${space()}class=${around}${name}${around}${space()}>`;
                return `${space()}${start}${space()}${content.join(` ${space()}`)}${space()}</${tag}${space()}>`;
              })
              .join('');
          const plain = written(
            () => '',
            () => '"',
          );
          const other = written(
            () => gaps.next().value,
            () => quotes.next().value,
          );
          expect(hashes(other)).toEqual(hashes(plain));
          expect(hashes(plain).length).toBeGreaterThanOrEqual(blocks.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { decodeRun, hasVisibleText, scanVisible } from '../../src/lib/page/visible-text.ts';
import { contentOf } from './reading.ts';

/** All that is visible, white space folded. */
function visibleText(content: PageContent): string {
  const pieces: string[] = [];
  scanVisible(content, {
    run: (start, end, entities) => pieces.push(decodeRun(content.text.slice(start, end), entities)),
    gap: () => pieces.push(' '),
  });
  return pieces.join('').replaceAll(/\s+/g, ' ').trim();
}

describe('scanVisible', () => {
  it.each([
    ['decodes entities', '<p>Sail &amp; supper&nbsp;&copy; &#8364;', 'Sail & supper © €'],
    ['folds white space', '\n<p> a \t b\r\n</p>\n c ', 'a b c'],
    ['keeps words in inline tags whole', 'S<b>ai</b>l', 'Sail'],
    ['parts words at blocks and breaks', '<li>a<li>b<br>c<td>d</p>e', 'a b c d e'],
    [
      'has the title, and no other head',
      '<head><title>T &lt;</title><meta content=x><style>y</style></head>z',
      'T < z',
    ],
    [
      'has no scripts, templates, comments or fallbacks',
      '<script>a</script><template>b</template><!--c--><noscript>d</noscript><iframe>e</iframe>f',
      'f',
    ],
    ['has what is in a text area', '<textarea>a &amp; <b></textarea>', 'a & <b>'],
    ['has CDATA of SVG as it is', '<svg><text><![CDATA[a &amp; b]]></text></svg>', 'a &amp; b'],
    ['is nothing for markup alone', '<!doctype html><html><body><script>x</script>&nbsp;</body></html>', ''],
    ['has a less-than sign that opens nothing', 'a < b <', 'a < b <'],
  ])('%s', (_what, page, text) => {
    expect(visibleText(contentOf(page))).toBe(text);
  });

  it('is the text of a page that is not HTML', () => {
    const told = { key: 'robots.txt', headers: { contentType: 'text/plain' } };
    expect(visibleText(contentOf('User-agent: *\nAllow: /<b>&amp;\n', told))).toBe('User-agent: * Allow: /<b>&amp;');
  });

  it('reads no further than it must', () => {
    const content = contentOf('<p>a</p><p>b</p><p>c</p>');
    const seen: string[] = [];
    const run = (start: number, end: number) => seen.push(content.text.slice(start, end));
    scanVisible(content, { run, gap: () => {} }, () => seen.length === 2);
    expect(seen).toEqual(['a', 'b']);
  });
});

const PIECES = [
  ' ',
  '\n',
  '\u00a0',
  '&nbsp;',
  '&#32;',
  '&',
  '&amp;',
  'x',
  '<b>',
  '<p>',
  '</p>',
  '<br>',
  '<!--x-->',
  '<title>',
].concat('</title>', '<template>', '</template>', '<script>', '</script>', '<svg>', '<![CDATA[', ']]>', '</svg>', '<');

describe('hasVisibleText', () => {
  it('knows whether any text is visible', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join('')),
        fc.constantFrom('page.html', 'page.txt'),
        (page, key) => {
          const content = contentOf(page, { key, headers: { contentType: undefined } });
          expect(hasVisibleText(content)).toBe(visibleText(content) !== '');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is what a content says of its text, found when it is asked for', () => {
    expect(contentOf('<script>x</script>&nbsp;').hasText).toBe(false);
    expect(contentOf('<script>x</script>&nbsp;x').hasText).toBe(true);
  });
});

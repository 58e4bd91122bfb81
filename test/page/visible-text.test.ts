import { describe, expect, it } from 'vitest';
import { visibleText } from '../../src/lib/page/visible-text.ts';
import { contentOf } from './reading.ts';

describe('visibleText', () => {
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
});

import { describe, expect, it } from 'vitest';
import { contentOf, read, tokensOf } from './reading.ts';

const LIVE: readonly (readonly [string, string])[] = [
  ['double quotes', '<b data-feature="A">'],
  ['single quotes', "<b data-feature='A'>"],
  ['no quotes', '<b data-feature=A>'],
  ['no quotes before a slash', '<img data-feature=A />'],
  ['capitals in the name of the attribute', '<b DATA-Feature="A">'],
  ['capitals in the name of the tag', '<SECTION data-feature="A">'],
  ['white space around the equals sign', '<b data-feature \n = \t "A">'],
  ['line breaks within the tag', '<b\n  class="x"\n  data-feature="A"\n>'],
  ['no white space after another value', '<b class="x"data-feature="A">'],
  ['a slash before the attribute', '<b/data-feature="A">'],
  ['a decimal reference', '<b data-feature="&#65;">'],
  ['a hexadecimal reference', '<b data-feature="&#x41;">'],
  ['a named reference', '<b data-feature="&#65&NewLine;">'],
  ['white space around the name', '<b data-feature="  A\n">'],
  ['a greater-than sign in another value', '<b title="a > b" data-feature="A">'],
  ['markup in another value', '<b title="<!-- <script>" data-feature="A">'],
  ['an attribute that only looks alike before it', '<b data-feature-x="B" xdata-feature="C" data-feature="A">'],
  ['a second attribute of that name, which does not count', '<b data-feature="A" data-feature="B">'],
  ['an attribute whose name starts with an equals sign before it', '<b =x data-feature="A">'],
  ['a less-than sign in text before it', 'a < b <b data-feature="A">'],
  ['an empty comment before it', '<!--><b data-feature="A">-->'],
  ['a comment with one dash more before it', '<!---><b data-feature="A">-->'],
  ['a comment that a bang closes', '<!-- x --!><b data-feature="A">'],
  ['a comment within a comment', '<!-- <!-- --><b data-feature="A">'],
  ['a bogus comment before it', '<?php x ?><b data-feature="A">'],
  ['an end tag without a name', '</><b data-feature="A">'],
  ['attributes on an end tag before it', '</b title="<"><b data-feature="A">'],
  ['a script with a closed comment before it', '<script><!-- <script> --></script><b data-feature="A">'],
  ['a script with a script in its comment', '<script><!-- <script></script> --></script><b data-feature="A">'],
  ['a script with an empty comment', '<script><!--><script></script><b data-feature="A">'],
  ['a slash that is a value and closes nothing', '<svg x=/><style><g data-feature="A"></style>'],
  ['a script with half an end tag', '<script>"</scriptx>"</script ><b data-feature="A">'],
  ['a script tag itself', '<script data-feature="A">x</script>'],
  ['a title of SVG, which is not raw text', '<svg><title><b data-feature="A"></title></svg>'],
  ['a style of SVG, which is not raw text', '<svg><style><g data-feature="A"/></style></svg>'],
  ['SVG itself', '<svg><g data-feature="A"/></svg>'],
  ['HTML within SVG', '<svg><foreignObject><p data-feature="A"></foreignObject></svg>'],
  ['HTML that ends SVG', '<svg><p><style></style><b data-feature="A">'],
  ['CDATA in HTML, which is a bogus comment', '<![CDATA[ > <b data-feature="A"> ]]>'],
  ['the end of a template before it', '<template><div></template><b data-feature="A">'],
  ['templates within a template before it', '<template><template></template></template><b data-feature="A">'],
  ['a declarative shadow root', '<div><template shadowrootmode="open"><b data-feature="A"></template></div>'],
  ['no end of the element or the page', '<p><b data-feature="A">text'],
  ['a null character in text', '\0<b data-feature="A">'],
];

const DEAD: readonly (readonly [string, string])[] = [
  ['in a comment', '<!-- <b data-feature="A"> -->'],
  ['in a comment with dashes', '<!-- -- > <b data-feature="A"> -->'],
  ['in a comment that never ends', '<!-- <b data-feature="A">'],
  ['in a bogus comment', '<! <b data-feature="A">'],
  ['in a script string', `<script>const x = '<b data-feature="A">';</script>`],
  ['in a script that never ends', '<script><b data-feature="A">'],
  [
    'in an inner script of a script comment',
    '<script><!-- <script><b data-feature="A"></script><b data-feature="B"> --></script>',
  ],
  ['in a style', '<style>x { content: "<b data-feature=A>" }</style>'],
  ['in a style after SVG that closed itself', '<svg/><style><b data-feature="A"></style>'],
  ['in a style that ended SVG', '<svg><p><style><b data-feature="A"></style>'],
  ['in a style after a font that ended SVG', '<svg><font color=x><style><b data-feature="A"></style>'],
  ['in a style after an end tag that ended SVG', '<svg></p><style><b data-feature="A"></style>'],
  ['in a text area', '<textarea><b data-feature="A"></textarea>'],
  ['in a title', '<title><b data-feature="A"></title>'],
  ['in an iframe', '<iframe><b data-feature="A"></iframe>'],
  ['in noscript', '<noscript><b data-feature="A"></noscript>'],
  ['in xmp', '<xmp><b data-feature="A"></xmp>'],
  ['after plaintext', '<plaintext></plaintext><b data-feature="A">'],
  ['in a template', '<template><b data-feature="A"></template>'],
  ['in a template that nothing closes', '<div><template><p></div></body><b data-feature="A">'],
  ['in a table cell of a template', '<template><td></div></p><b data-feature="A">'],
  ['in another value', `<b title='data-feature="A"'>`],
  ['in text', 'data-feature="A"'],
  ['in CDATA of SVG', '<svg><![CDATA[<b data-feature="A">]]></svg>'],
  ['on an end tag', '</b data-feature="A">'],
  ['on a tag that the page cuts off', 'text <b data-feature="A"'],
  ['on a tag whose value the page cuts off', 'text <b data-feature="A>text'],
  ['written with entities', '&lt;b data-feature="A"&gt;'],
  ['without a value', '<b data-feature>'],
  ['with an empty value', '<b data-feature="">'],
  ['with a name that no token can have', '<b data-feature="<A>">'],
  ['with a name that is too long', `<b data-feature="${'A'.repeat(129)}">`],
];

describe('tokens in attributes', () => {
  it.each(LIVE)('finds one with %s', (_what, page) => {
    expect(tokensOf(page)).toEqual(['A']);
  });

  it.each(DEAD)('finds none %s', (_what, page) => {
    expect(tokensOf(page)).toEqual([]);
  });

  it('takes the names of a value apart at white space', () => {
    expect(tokensOf('<b data-feature="ONE two\n3.x"><i data-feature="two:four">')).toEqual([
      '3.x',
      'ONE',
      'two',
      'two:four',
    ]);
  });

  it('looks at every attribute that is a source', () => {
    const sources = [{ attribute: 'Data-Feature' }, { attribute: 'id' }];
    expect(tokensOf('<b ID=one data-feature=two>', { sources })).toEqual(['one', 'two']);
  });

  it('says in which line a token is, and what stands there', () => {
    const { tokens } = contentOf('<p>\r\n<b\n\tclass="x" data-feature="A">Book</b>\n<i data-feature="A">');
    expect(tokens.get('A')).toEqual({ line: 3, excerpt: 'class="x" data-feature="A">Book</b>' });
  });

  it('shows 200 characters of a long line, the token among them', () => {
    const { tokens } = contentOf(`${'<i>é</i>'.repeat(4000)}<b data-feature="A">${'x'.repeat(4000)}`);
    const { line, excerpt = '' } = tokens.get('A') ?? {};
    expect(line).toBe(1);
    expect(excerpt.length).toBe(200);
    expect(excerpt).toContain('data-feature="A"');
  });

  it('reads no attributes in what is not HTML', () => {
    expect(
      tokensOf('x = `<b data-feature="A">`', { key: 'app.js', headers: { contentType: 'text/javascript' } }),
    ).toEqual([]);
  });

  it.each([
    ['page.html', 'text/plain'],
    ['page', 'text/html; charset=utf-8'],
    ['page.HTM', undefined],
  ])('reads %s served as %s as HTML', (key, contentType) => {
    const content = contentOf('<b data-feature=A>', { key, headers: { contentType } });
    expect([content.html, ...content.tokens.keys()]).toEqual([true, 'A']);
  });

  it('knows HTML without an ending and a type by its beginning', () => {
    const told = { key: 'about', headers: { contentType: 'binary/octet-stream' } };
    expect(tokensOf('\n<!DOCTYPE html><b data-feature=A>', told)).toEqual(['A']);
    expect(tokensOf('plain <b data-feature=A>', told)).toEqual([]);
  });
});

describe('tokens in comments', () => {
  const sources = [{ comment: 'feature' }];

  it.each([
    ['HTML', 'a.html', '<!-- feature: A -->'],
    ['an inline script', 'a.html', '<script>let x; // feature: A\n</script>'],
    ['an inline style', 'a.html', '<style>/* feature: A */</style>'],
    ['CSS', 'a.css', 'a { color: red } /*feature:A*/'],
    ['CSS with a bang', 'a.css', '/*! feature: A */'],
    ['JavaScript', 'a.js', 'x();\n/** feature: A **/'],
    ['a line of JavaScript', 'a.mjs', '// feature : A\r\nx()'],
  ])('finds one in %s', (_what, key, page) => {
    expect(tokensOf(page, { key, headers: { contentType: undefined }, sources })).toEqual(['A']);
  });

  it.each([
    ['a comment with more in it', 'a.html', '<!-- the feature: A -->'],
    ['a comment with more after it', 'a.html', '<!-- feature: A B -->'],
    ['a comment about another label', 'a.html', '<!-- features: A -->'],
    ['a comment without a name', 'a.html', '<!-- feature: -->'],
    ['a script string', 'a.html', '<script>"/* feature: A */"</script>'],
    ['a comment that was commented out', 'a.html', '<!-- /* feature: A */ -->'],
    ['a JavaScript comment that was commented out', 'a.js', '// /* feature: A */'],
    ['a JavaScript template', 'a.js', 'x = `${y + `//`} \n// feature: A\n`'],
    ['a line comment of CSS, which has none', 'a.css', '// feature: A\n'],
    ['a template of HTML', 'a.html', '<template><!-- feature: A --></template>'],
    ['plain text', 'a.txt', '/* feature: A */'],
  ])('finds none in %s', (_what, key, page) => {
    expect(tokensOf(page, { key, headers: { contentType: undefined }, sources })).toEqual([]);
  });
});

describe('tokens by selector', () => {
  const sources = [{ selector: 'script[src*="js.stripe.com"]', name: 'STRIPE' }];

  it('finds an element that the selector matches, with its place', () => {
    const { tokens } = contentOf('<p>\n<script src="https://js.stripe.com/v3/"></script>', { sources });
    expect(tokens.get('STRIPE')).toEqual({ line: 2, excerpt: '<script src="https://js.stripe.com/v3/"></script>' });
  });

  it.each([
    ['a comment', '<!-- <script src="https://js.stripe.com/v3/"></script> -->'],
    ['a template', '<template><script src="https://js.stripe.com/v3/"></script></template>'],
    ['a script', `<script>'<script src="https://js.stripe.com/v3/">'</script>`],
  ])('finds none in %s', (_what, page) => {
    expect(tokensOf(page, { sources })).toEqual([]);
  });

  it.each([
    ['ul > li:nth-child(3)', '<ul><li>a<li>b<li>c</ul>'],
    ['p + p', '<p>a<p>b'],
    ['tr:last-child > td:first-child', '<table><tr><td>a<td>b<tr><td>c</table>'],
    ['div > span', '<div><br><img></p><span></span></div>'],
    ['h1:contains("Sail & supper")', '<h1>Sail &amp; supper</h1>'],
    ['a[href="x?a=1&b=2"]', '<a href="x?a=1&amp;b=2">'],
    ['main #book', '<MAIN><div ID=book></div></MAIN>'],
    ['form:not(:has(input)) ~ p', '<form></form><b></b><p>'],
    [':root > body', '<html><body></body></html>'],
    [
      'section.hero a.button:not(.old):is([href^="/book"])',
      '<section class="x hero"><p><a class=button href=/booking>',
    ],
    ['p:empty', '<p>x<p></p>'],
    ['script:last-child', '<div><script></script></div>'],
  ])('understands the tree that %s asks for', (selector, page) => {
    expect(tokensOf(page, { sources: [{ selector, name: 'IT' }] })).toEqual(['IT']);
  });
});

describe('tokens by pattern', () => {
  const sources = [{ pattern: String.raw`openCheckout\(\d+\)`, name: 'CHECKOUT' }];

  it('finds a match in a script, with its place', () => {
    const { tokens } = contentOf('<script>\nopenCheckout(12)</script>', { sources });
    expect(tokens.get('CHECKOUT')).toEqual({ line: 2, excerpt: 'openCheckout(12)</script>' });
  });

  it('finds the live match among dead ones', () => {
    const { tokens } = contentOf('<!-- openCheckout(1) -->\n<a onclick="openCheckout(2)">', { sources });
    expect(tokens.get('CHECKOUT')?.line).toBe(2);
  });

  it.each([
    ['a comment', 'a.html', '<!-- openCheckout(1) -->'],
    ['a template', 'a.html', '<template>openCheckout(1)</template>'],
    ['noscript', 'a.html', '<noscript>openCheckout(1)</noscript>'],
    ['a script comment', 'a.html', '<script>// openCheckout(1)\n</script>'],
    ['a JavaScript comment', 'a.js', '/* openCheckout(1) */'],
  ])('finds none in %s', (_what, key, page) => {
    expect(tokensOf(page, { key, headers: { contentType: undefined }, sources })).toEqual([]);
  });
});

describe('limits of a reading', () => {
  it('gives tokens of all sources in the order of the page', () => {
    const sources = [
      { pattern: 'three', name: 'P' },
      { selector: 'i', name: 'S' },
      { comment: 'feature' },
      { attribute: 'data-feature' },
    ];
    expect(tokensOf('<b data-feature=A><!-- feature: C --><i>three', { sources })).toEqual(['A', 'C', 'S', 'P']);
  });

  it('cannot read more tokens than the limit, and says so', () => {
    const page = Array.from({ length: 12 }, (_, index) => `<b data-feature=T${index}>`).join('</b>');
    expect(read(page, { limits: { tokens: 11 } })).toEqual({
      kind: 'unreadable',
      reason: 'The page has 12 feature tokens or more; the limit is 11.',
    });
    expect(tokensOf(page, { limits: { tokens: 12 } })).toHaveLength(12);
  });

  it('cannot read deeper than the limit, and builds no tree of it', () => {
    const sources = [{ selector: 'b', name: 'B' }];
    expect(read('<div>'.repeat(200_000), { sources })).toEqual({
      kind: 'unreadable',
      reason: 'Elements of the page are nested 513 deep or deeper; the limit is 512.',
    });
  });

  it('cannot build a tree that is too large, which only selectors that look at siblings need', () => {
    const page = '<b>x</b>'.repeat(60_000);
    expect(read(page, { sources: [{ selector: 'b + i', name: 'B' }] })).toEqual({
      kind: 'unreadable',
      reason: 'The page has more than 100000 elements and texts, the limit for selectors that look at siblings.',
    });
    expect(tokensOf(page, { sources: [{ selector: 'b:not(i > b)', name: 'B' }] })).toEqual(['B']);
  });

  it.each([
    ['paragraphs', '<p>x'],
    ['list items', '<ul><li>x<li>y</ul>'],
    ['table cells', '<table><tr><td><p>x<td>y</table>'],
    ['spans', '<div><span></div>'],
    ['empty elements', '<br><img><input></br>'],
    ['headings', '<h1>x<p>y'],
    ['options', '<select><option>x<option>y</select>'],
    ['paragraphs with formatting', '<p><b>x'],
  ])('does not take %s that nobody closes for depth', (_what, piece) => {
    expect(read(piece.repeat(2000)).kind).toBe('read');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, told } from './edits.ts';

const CUT = ['page.truncated rollback'];
const LIKELY = ['page.truncated alert'];

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <title>Boats for hire</title>
  <style>h1 { color: navy }</style>
</head>
<body>
  <main>
    <section><h1>Sail at sunset</h1><p>Two hours on the bay.</p></section>
    <section><h2>Supper at sea</h2><ul><li>From $95 a head</li><li>Up to 12 guests</li></ul></section>
  </main>
  <aside><p>Ask us about parties.</p></aside>
  <footer><p>Harbour Road 1</p><p>© 2026 Boats</p></footer>
  <script>document.body.className = 'ready';</script>
</body>
</html>
`;

const before = (piece: string, page = PAGE) => page.slice(0, page.indexOf(piece));
const after = (piece: string, page = PAGE) => page.slice(0, page.indexOf(piece) + piece.length);
const without = (piece: string | RegExp, page = PAGE) => page.replace(piece, '');
const edited = PAGE.replace('Sail at sunset', 'Sail by the light of the moon');

/** As minifiers write it: optional tags left out. */
const MINIFIED = '<!doctype html><title>Boats</title><main><p>One<p>Two</main><footer><p>Three</footer><p>Four';

/** With an element that is closed by the end of the body alone. */
const UNCLOSED = PAGE.replace('<footer>', '<div><footer>');
const unended = (page: string) => without(/<\/body>\s*<\/html>/, page);

/** What is put into a page by its server, or by a script. */
const FRAGMENT = '<div class="tours">\n<h2>Tours</h2>\n<br>\n</div>\n';

describe('page.truncated', () => {
  it.each<[string, string, string | Uint8Array, readonly string[]]>([
    ['within a tag', PAGE, before('lang="en"'), CUT],
    [
      'within an attribute',
      PAGE.replace('<aside>', '<aside title="a > b">'),
      before(' b">', PAGE.replace('<aside>', '<aside title="a > b">')),
      CUT,
    ],
    ['within a style', PAGE, before('navy'), CUT],
    ['within a title', PAGE, before(' for hire'), CUT],
    ['within a script', PAGE, before('.className'), CUT],
    [
      'within the text of a script that holds markup',
      PAGE.replace('ready', '</main></body>'),
      before("';</script>"),
      CUT,
    ],
    ['within text', PAGE, before(' hours on'), CUT],
    ['within a list', PAGE, after('<li>From $95 a head</li>'), CUT],
    ['between sections', PAGE, after('bay.</p></section>'), CUT],
    ['between blocks of the body', PAGE, after('</main>'), CUT],
    ['before its last script', PAGE, after('</footer>'), CUT],
    [
      'before a last script that is loaded',
      PAGE.replace(/<script>.*<\/script>/, '<script src="app.js"></script>'),
      after('</footer>'),
      CUT,
    ],
    ['between head and body', PAGE, after('</head>'), CUT],
    ['within its head', PAGE, after('</title>'), CUT],
    ['before end tags that must not be missing', PAGE, before('</script>'), CUT],
    ['within a comment', PAGE.replace('<aside>', '<!-- parties --><aside>'), before('<aside>').concat('<!-- par'), CUT],
    [
      'within a template',
      PAGE.replace(/<aside>.*<\/aside>/, '<template><p>Later</p></template>'),
      before('<aside>').concat('<template><p>Lat'),
      CUT,
    ],
    ['within a script after its end', `${PAGE}<script>track('page')</script>`, `${PAGE}<script>track(`, CUT],
    ['to less than a tenth', PAGE, PAGE.slice(0, PAGE.length / 10), CUT],
    ['by its last words', MINIFIED.replace('Four', 'Four more boats'), MINIFIED.replace('Four', 'Four mo'), LIKELY],
    ['by its last lines', `${FRAGMENT}Call us\n`, FRAGMENT, LIKELY],
    ['by its last words and an element', `${FRAGMENT}<p>Call or write<p>us`, `${FRAGMENT}<p>Call or wr`, CUT],
    ['within a letter', `${FRAGMENT}Fish — or meat`, Buffer.from(`${FRAGMENT}Fish —`).subarray(0, -1), CUT],
    ['by end tags that must be there', FRAGMENT, FRAGMENT.replace('</div>\n', ''), LIKELY],
    [
      'where an element was never closed, by another that was',
      UNCLOSED,
      UNCLOSED.replace('sunset', 'dawn').slice(0, UNCLOSED.indexOf(' guests')),
      CUT,
    ],
    [
      'where two elements were never closed, after an edit',
      PAGE.replace('<main>', '<main><div><div>'),
      before(' guests', edited.replace('<main>', '<main><div><div>')),
      CUT,
    ],
    ['where an element was never closed, at its end', UNCLOSED, unended(UNCLOSED).replace('© 2026', '© 2027'), LIKELY],
    ['without end tags, within an element', MINIFIED, MINIFIED.slice(0, MINIFIED.indexOf('<p>Three')), CUT],
    ['without end tags, between elements', MINIFIED, MINIFIED.slice(0, MINIFIED.indexOf('<footer>')), LIKELY],
    ['after an edit, within a script', PAGE, before('.className', edited), CUT],
    ['after an edit, within text', PAGE, before(' guests', edited), CUT],
    ['after an edit, within its head', PAGE, after('</title>', edited.replace('Boats for hire', 'Boats')), CUT],
    ['after an edit, between sections', PAGE, after('bay.</p></section>', edited), CUT],
    ['after an edit, between blocks of the body', PAGE, after('</main>', edited), LIKELY],
    ['in line with CRLF', PAGE.replaceAll('\n', '\r\n'), before(' hours on', PAGE.replaceAll('\n', '\r\n')), CUT],
    ['by a comment that never ends', PAGE, PAGE.replace('<aside>', '<!-- parties -><aside>'), CUT],
    [
      'by a script that never ends',
      PAGE,
      PAGE.replace('<aside>', '<script src="a.js"><aside>').replace(/<script>.*<\/script>/, ''),
      CUT,
    ],
    ['by a quote that never ends', PAGE, PAGE.replace('<aside>', '<aside title="parties>'), CUT],
  ])('tells a page that was cut off %s', (_, page, upload, expected) => {
    expect(told(page, upload)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['an edited footer', PAGE, PAGE.replace('© 2026 Boats', '© 2027 Boats and more')],
    ['a shorter footer', PAGE, without('<p>© 2026 Boats</p>')],
    ['a removed footer', PAGE, without(/<footer>.*<\/footer>/)],
    ['a removed last script', PAGE, without(/<script>.*<\/script>/)],
    ['a removed comment at the end', `${PAGE}<!-- built 2026-03-01 -->`, PAGE],
    ['a removed script after the end', `${PAGE}<script>track()</script>`, PAGE],
    ['half a comment after the end', `${PAGE}<!-- built 2026-03-01 -->`, `${PAGE}<!-- built`],
    ['a changed timestamp after the end', `${PAGE}<!-- built at 10:00:01 -->`, `${PAGE}<!-- built at 9:59 -->`],
    ['white space at the end', PAGE, PAGE.trimEnd()],
    ['optional end tags left out', PAGE, without(/<\/body>\s*<\/html>/)],
    ['half an optional end tag', PAGE, PAGE.slice(0, -'tml>\n'.length)],
    ['a page minified with optional tags left out', PAGE, minified(PAGE)],
    ['a page minified and edited at its end', PAGE, minified(PAGE).replace('© 2026', '© 2027')],
    ['other line ends', PAGE, PAGE.replaceAll('\n', '\r\n')],
    ['a first large cut in the middle', PAGE, without(/<section>[^]*<\/section>/)],
    ['a rewrite', PAGE, '<!doctype html><html><body><h1>New boats</h1><p>All new.</p></body></html>'],
    ['a rewrite without optional tags', PAGE, '<!doctype html><title>New</title><h1>New boats</h1><p>All new.'],
    ['a missing end tag in the middle', PAGE, without('</main>')],
    ['a missing end tag in a page without an end', MINIFIED, without('</main>', MINIFIED)],
    [
      'an edited end and a missing end tag in a page without an end',
      MINIFIED,
      without('</main>', MINIFIED).replace('Four', '4'),
    ],
    ['more at the end', PAGE, PAGE.replace('</body>', '<p>PS</p></body>')],
    [
      'a fragment that leaves elements open',
      '<div class="page"><main><h1>Boats</h1>',
      '<div class="page"><main><h2>Ships</h2><div>',
    ],
    [
      'a page minified with an element that was never closed',
      UNCLOSED,
      minified(UNCLOSED).replace("document.body.className = 'ready'", 'document.body.className="ready"'),
    ],
    ['optional end tags left out where an element was never closed', UNCLOSED, unended(UNCLOSED)],
    ['last words removed in an editor', '<p>Two hours. Bring a jacket\n', '<p>Two hours.\n'],
    ['sections in another order', PAGE, PAGE.replace(/(<section><h1>.*)\n(.*<\/section>)/, '$2\n$1')],
  ])('says nothing of %s', (_, page, upload) => {
    expect(told(page, upload)).toEqual([]);
  });
});

/** The page as a minifier writes it that leaves out every tag that it may. */
function minified(page: string): string {
  return page
    .replaceAll(/<\/(?:html|body|head|li|p)>|<(?:head|body)>/g, '')
    .replaceAll(/\s*\n\s*/g, '')
    .trim();
}

const plain = (key: string, type = 'text/plain') => ({ key, headers: { contentType: type } });
const CSS = 'h1 {\n  color: navy;\n}\n/* footer */\nfooter {\n  margin: 0;\n}\n';
const TEXT = 'Boats for hire\n\nSail at sunset.\nSupper at sea.\n';
const JSON_PAGE = '{\n  "boats": [\n    "Ida",\n    "Ella"\n  ]\n}\n';

describe('page.truncated of pages that are not HTML', () => {
  it.each<[string, string, string, string | Uint8Array, readonly string[]]>([
    ['CSS within a rule', 'a.css', CSS, CSS.slice(0, CSS.indexOf('margin')), CUT],
    ['CSS within a rule, after a line', 'a.css', CSS, CSS.slice(0, CSS.indexOf('}') - 1), CUT],
    ['CSS within a comment', 'a.css', CSS, CSS.slice(0, CSS.indexOf(' footer')), CUT],
    ['CSS between rules', 'a.css', CSS, CSS.slice(0, CSS.indexOf('/*')), LIKELY],
    ['JSON', 'a.json', JSON_PAGE, JSON_PAGE.slice(0, JSON_PAGE.indexOf('  ]')), CUT],
    ['JSON but for its last bracket', 'a.json', JSON_PAGE, JSON_PAGE.slice(0, -2), CUT],
    ['a script', 'a.js', 'start();\nfunction stop() {\n  halt();\n}\n', 'start();\nfunction stop() {\n', CUT],
    ['text within a line', 'a.txt', TEXT, TEXT.slice(0, TEXT.indexOf('sunset')), CUT],
    ['text after the first letter', 'a.txt', TEXT, 'B', CUT],
    ['a script within a bracket of its last line', 'a.js', 'go();\nstop([1, 2]);\n', 'go();\nstop([1\n', CUT],
    ['a script within a string of its only line', 'a.js', 'go([1]);say("it\\"s on");', 'go([1]);say("it', CUT],
    ['a script whose strings hold brackets', 'a.js', 'go("(");\nstop({});\n', 'go("(");\n', LIKELY],
    ['text at the end of a line', 'a.txt', TEXT, 'Boats for hire', LIKELY],
    ['text within its last line', 'a.txt', TEXT, TEXT.slice(0, TEXT.indexOf(' at sea')), LIKELY],
    ['a list with brackets of its own', 'a.txt', 'a) sail :(\nb) supper\n', 'a) sail :(\n', LIKELY],
    ['a table within its last number', 'a.csv', 'a,1\nb,22', 'a,1\nb,2', LIKELY],
    ['text between lines', 'a.txt', TEXT, TEXT.slice(0, TEXT.indexOf('Supper')), LIKELY],
    [
      'text within a letter of its only line',
      'a.txt',
      'Fish — and chips',
      Buffer.from('Fish — and').subarray(0, 7),
      CUT,
    ],
  ])('tells %s', (_, key, page, upload, expected) => {
    expect(told(page, upload, plain(key))).toEqual(expected);
  });

  it.each<[string, string, string, string]>([
    ['a removed comment at the end of CSS', 'a.css', `${CSS}/*# sourceMappingURL=a.css.map */\n`, CSS],
    ['removed comments at the end of a script', 'a.js', 'go();\n/* one */ // two\n', 'go();\n'],
    ['white space at the end', 'a.txt', TEXT, TEXT.trimEnd()],
    ['an edited last line', 'a.txt', TEXT, TEXT.replace('at sea', 'here')],
    ['a removed rule in the middle', 'a.css', CSS, CSS.replace(/h1 \{[^}]*\}\n/, '')],
    ['a shorter rule at the end', 'robots.txt', 'User-agent: *\nDisallow: /private\n', 'User-agent: *\nDisallow: /\n'],
    ['another number', 'version.txt', '1.2.10\n', '1.2.1\n'],
    ['a removed sentence at the end', 'a.txt', 'Sailing.\n\nTwo hours. Bring a jacket.\n', 'Sailing.\n\nTwo hours.\n'],
    ['removed sentences and lines', 'a.txt', TEXT, 'Boats for hire\n\nSail\n'],
    ['a removed rule at the end of a line', 'a.css', 'b{color:blue}c{color:green}\n', 'b{color:blue}\n'],
    ['a removed call at the end of a line', 'a.js', 'start([1]);track("it\'s");\n', 'start([1]);\r\n'],
    ['a page that was empty', 'a.txt', '\n', 'Boats'],
  ])('says nothing of %s', (_, key, page, upload) => {
    expect(told(page, upload, plain(key))).toEqual([]);
  });

  it('compares no text with HTML', () => {
    expect(told('Boats for hire', '<!doctype html><p>Boats <', { key: 'boats', headers: { contentType: '' } })).toEqual(
      [],
    );
  });
});

describe('what a truncated page is told with', () => {
  it('names the line, what it stops in, and the end that is missing', () => {
    const [finding] = findingsOf(PAGE, before('.className'));
    expect(finding?.says).toBe(
      'The upload is cut off in line 14, within a script: the end of the last good version, "</html>", is missing.',
    );
    expect(finding?.place).toEqual({ line: 14, excerpt: '<script>document.body' });
  });

  it('names the innermost element that was left open', () => {
    expect(findingsOf(PAGE, before(' a head'))[0]?.says).toContain('in line 10, within <ul>:');
  });

  it('names where something begins that swallows the rest', () => {
    const [finding] = findingsOf(PAGE, PAGE.replace('<aside>', '<!-- parties -><aside>'));
    expect(finding?.says).toBe(
      'In line 12 of the upload begins a comment that never ends: the rest of the page is lost in it.',
    );
    expect(finding?.place?.line).toBe(12);
  });

  it('quotes no more than the end of a long last line', () => {
    const [finding] = findingsOf(`<main>${'a'.repeat(5000)}</main></body></html>`, '<main>aaa');
    expect(finding?.says).toContain(`"…${'a'.repeat(19)}</main></body></html>", is missing.`);
  });

  it('tells neither the lost parts nor the lost text beside it', () => {
    const page = PAGE.replace('<script>', '<script src="https://js.stripe.com/v3/"></script><script>');
    expect(told(page, before('<main>', page))).toEqual(CUT);
    expect(told(page, '<!doctype html><html><head')).toEqual(CUT);
  });

  it('says where a page stops that may have been edited, and what it lost', () => {
    const findings = findingsOf(`${MINIFIED}<script src=a.js></script>`, MINIFIED);
    expect(findings.map(({ says }) => says)).toEqual([
      'The upload stops in line 1, where the last good version goes on: its end, "…footer><p>Four<script src=a.js></script>", is missing.',
      'The upload lost the script /a.js, which stood in line 1 of the last good version.',
    ]);
  });

  it('tells an empty upload as emptied alone', () => {
    expect(told(PAGE, ' \n')).toEqual(['page.emptied rollback']);
  });

  it('tells lost text where the policy ignores the cut, or weighs it less', () => {
    const upload = '<!doctype html><html><head';
    expect(told(PAGE, upload, { policy: { severity: { 'page.truncated': 'ignore' } } })).toEqual([
      'page.emptied rollback',
    ]);
    expect(told(PAGE, upload, { policy: { severity: { 'page.truncated': 'alert' } } })).toEqual([
      'page.emptied rollback',
    ]);
  });

  it('tells the features that went with the end', () => {
    const page = PAGE.replace('<aside>', '<aside data-feature="PARTIES">');
    expect(told(page, after('</main>', page))).toEqual(['page.truncated rollback', 'token.lost rollback']);
  });
});

describe('a page that ends as it means to', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8})?$/);
  const { block } = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      word.map((text) => `<p>${text}</p>`),
      word.map((text) => `<img alt="${text} > ${text}" src='${text}.jpg'><br>`),
      word.map((text) => `<script>track("${text}</b>")</script>`),
      word.map((text) => `<!-- ${text} --><ul>\n<li>${text}</li>\n<li>more</li></ul>`),
      fc
        .tuple(
          fc.constantFrom('div', 'section', 'main', 'table', 'form', 'svg', 'template'),
          fc.array(tie('block'), { maxLength: 3 }),
          word,
        )
        .map(
          ([name, blocks, text]) =>
            `<${name}>${blocks.join('\n')}${name === 'svg' ? '<g><path/></g>' : text}</${name}>`,
        ),
    ),
  }));
  const page = fc
    .tuple(fc.array(block, { minLength: 1, maxLength: 5 }), word)
    .map(
      ([blocks, text]) =>
        `<!doctype html>\n<html><head><title>${text}</title></head>\n<body>\n${blocks.join('\n')}\n</body>\n</html>\n`,
    );
  /** Where its last content ends: nothing but end tags, comments and white space follows. */
  const contentEnd = (text: string) => text.length - (/(?:\s|<\/[a-z]+>|<!--[^>]*-->)*$/.exec(text)?.[0].length ?? 0);

  it('is told wherever it was cut before its last content ends', () => {
    fc.assert(
      fc.property(page, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (text, share) => {
        const cut = text.slice(0, Math.floor(share * contentEnd(text)));
        expect(told(text, cut)).toEqual([cut.trim() === '' ? 'page.emptied rollback' : 'page.truncated rollback']);
      }),
      { numRuns: 500 },
    );
  });

  it('is not told for what comes after its last content but end tags that must be there', () => {
    fc.assert(
      fc.property(page, fc.nat(20), (text, count) => {
        const cut = text.slice(0, Math.max(text.indexOf('\n</body>'), text.length - count));
        expect(told(text, cut)).toEqual([]);
      }),
    );
  });

  it('is not told for an edit that ends well', () => {
    fc.assert(
      fc.property(page, page, (text, other) => {
        expect(told(text, other).filter((finding) => finding.startsWith('page.truncated'))).toEqual([]);
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from '../page/reading.ts';
import { findingsOf, told } from './edits.ts';

const GTM = `<script nonce="a1b2">(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime()});})(window,document,'script','dataLayer','GTM-1');</script>`;
const PRODUCT =
  '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Sail"}</script>';

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <title>Boats for hire</title>
  <link rel="canonical" href="https://www.boats.example/booking/">
  <link rel="stylesheet" href="/assets/site-BxT3k9Qa.css" integrity="sha384-abc" crossorigin>
  <link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Inter:wght@400&display=swap">
  ${GTM}
  ${PRODUCT}
  <script src="https://js.stripe.com/v3/" async></script>
</head>
<body>
  <h1>Sail at sunset</h1>
  <form action="/book" method="post"><button>Book</button></form>
  <form id="newsletter"><input name="email"></form>
  <script src="https://code.jquery.com/jquery-3.6.0.min.js" integrity="sha256-xyz"></script>
  <script type="module" src="/assets/app.3f2a9c1b.js"></script>
</body>
</html>
`;

const replaced = (what: string | RegExp, by: string) => {
  const upload = PAGE.replace(what, by);
  if (upload === PAGE) throw new Error(`nothing to replace: ${what}`);
  return upload;
};
const added = (piece: string) => PAGE.replace('</head>', `${piece}</head>`);
const ALERT = ['page.structure alert'];

describe('page.structure', () => {
  it.each<[string, string, string]>([
    [
      'script',
      replaced(/<script src="https:\/\/js.stripe.*\n/, ''),
      'the script js.stripe.com, which stood in line 10',
    ],
    ['own script', replaced(/<script type="module".*\n/, ''), 'the script /assets/app.js, which stood in line 17'],
    ['library', replaced(/<script src="https:\/\/code.*\n/, ''), 'the script code.jquery.com/jquery.js, which'],
    ['snippet of a provider', replaced(GTM, ''), 'the script Google Tag Manager (inline), which stood in line 8'],
    [
      'style sheet',
      replaced(/<link rel="stylesheet" href="\/assets.*\n/, ''),
      'the style sheet /assets/site.css, which',
    ],
    ['style sheet of fonts', replaced(/<link.*fonts.*\n/, ''), 'the style sheet fonts.googleapis.com, which'],
    ['form', replaced(/<form action.*\n/, ''), 'the form POST /book, which stood in line 14'],
    ['form without an action', replaced(/<form id.*\n/, ''), 'the form #newsletter, which stood in line 15'],
    ['form action', replaced('"/book"', '"https://forms.example/book2"'), 'the form POST /book, which'],
    ['form method', replaced(' method="post"', ''), 'the form POST /book, which'],
    ['canonical link', replaced(/<link rel="canonical.*\n/, ''), 'the canonical link boats.example/booking, which'],
    [
      'canonical link of this page',
      replaced('/booking/"', '/about/"'),
      'the canonical link boats.example/booking, which',
    ],
    ['JSON-LD block', replaced(PRODUCT, ''), 'the JSON-LD block Product, which stood in line 9'],
    ['JSON-LD block that can be read', replaced('"name":"Sail"', '"name":"Sail",'), 'the JSON-LD block Product, which'],
    [
      'script that is in a comment now',
      replaced(/<script src="https:\/\/js.stripe.*/, '<!-- $& -->'),
      'the script js.stripe.com, which',
    ],
    [
      'script that is in a template now',
      replaced(/<script src="https:\/\/js.stripe.*/, '<template>$&</template>'),
      'the script js.stripe.com, which',
    ],
    [
      'style sheet that is only linked now',
      replaced('rel="stylesheet" href="/a', 'rel="alternate" href="/a'),
      'the style sheet /assets/site.css, which',
    ],
  ])('tells a lost %s', (_, upload, says) => {
    const findings = findingsOf(PAGE, upload);
    expect(findings.map(({ says }) => says)).toEqual([expect.stringContaining(`The upload lost ${says}`)]);
    expect(findings).toMatchObject([{ code: 'page.structure', severity: 'alert', placeIn: 'baseline' }]);
  });

  it.each<[string, string, string]>([
    [
      'a file of the same name from another host',
      '<script src="https://a.example/main.js"></script>',
      '<script src="https://b.example/main.js"></script>',
    ],
    [
      'one of two files of the same name',
      '<script src="/js/main.js"></script><script src="https://a.example/main.js"></script>',
      '<script src="/js/main.js"></script>',
    ],
    [
      'one of two plugins',
      '<script src="jquery.form.js"></script><script src="jquery.mask.js"></script>',
      '<script src="jquery.form.js"></script>',
    ],
    [
      'a form that posts to another host',
      '<form action="https://a.example/book">',
      '<form action="https://b.example/book">',
    ],
    ['one of two types in one block', PRODUCT.replace('"Product"', '["Product","Offer"]'), PRODUCT],
    [
      'a type in a graph',
      '<script type="application/ld+json">{"@graph":[{"@type":"https://schema.org/Event"},{"@type":"Place"}]}</script>',
      '<script type="application/ld+json">{"@type":"Place"}</script>',
    ],
  ])('tells the loss of %s', (_, before, after) => {
    expect(told(`<body><h1>Boats</h1>${before}</body>`, `<body><h1>Boats</h1>${after}</body>`)).toEqual(ALERT);
  });

  it.each<[string, string]>([
    ['another hash', replaced('app.3f2a9c1b.js', 'app.0a1b2c3d.js')],
    ['another hash of base 64', replaced('site-BxT3k9Qa', 'site-D_x-30zQ')],
    ['a hash where there was none', replaced('app.3f2a9c1b.js', 'app.js')],
    ['another version', replaced('jquery-3.6.0.min.js', 'jquery-3.7.1.js')],
    ['a version in the path', replaced('/assets/app.3f', '/assets/v2.1.0/app.3f')],
    ['another version of a service', replaced('js.stripe.com/v3/', 'js.stripe.com/v4/')],
    [
      'another CDN',
      replaced(
        'https://code.jquery.com/jquery-3.6.0.min.js',
        'https://cdn.jsdelivr.net/npm/jquery@3.7.1/dist/jquery.slim.min.js',
      ),
    ],
    ['a library served by the site itself', replaced('https://code.jquery.com/', '/vendor/')],
    ['another folder', replaced('/assets/app', '/static/js/app')],
    ['http', PAGE.replaceAll('https://', 'http://')],
    ['addresses without a scheme', PAGE.replaceAll('https://', '//')],
    ['absolute addresses', PAGE.replaceAll('"/', '"https://www.boats.example/')],
    ['a relative canonical link', replaced('https://www.boats.example/booking/', '/booking/index.html')],
    ['relative addresses', PAGE.replaceAll('"/', '"../')],
    ['another query', replaced('wght@400&display=swap', 'wght@700')],
    ['another nonce', replaced('a1b2', 'c3d4')],
    [
      'other ways to load',
      PAGE.replace(' async', ' defer').replace(' integrity="sha256-xyz"', '').replace('type="module" ', ''),
    ],
    [
      'a style sheet that is loaded late',
      replaced('rel="stylesheet" href="/a', 'rel="preload" as="style" onload="this.rel=\'stylesheet\'" href="/a'),
    ],
    [
      'a script that waits for consent',
      replaced('<script src="https://js', '<script type="text/plain" data-consent="pay" src="https://js'),
    ],
    [
      'more of everything',
      added('<script src="new.js"></script><link rel=stylesheet href=new.css><form action=/new></form>'),
    ],
    [
      'a script that stands elsewhere',
      PAGE.replace(/\s*<script src="https:\/\/js.stripe.*/, '').replace(
        '</body>',
        '<script src="https://js.stripe.com/v3/"></script></body>',
      ),
    ],
    [
      'a form with its attributes in another order',
      replaced('action="/book" method="post"', "METHOD=POST class=new ACTION='/book?step=1#top'"),
    ],
    [
      'JSON-LD in a graph',
      replaced(
        '{"@context":"https://schema.org","@type":"Product","name":"Sail"}',
        '{"@graph":[{"@type":["Product","Thing"]}]}',
      ),
    ],
    [
      'JSON-LD in a list',
      replaced('{"@context":"https://schema.org","@type":"Product","name":"Sail"}', '[\n{"@type":"schema:Product"}\n]'),
    ],
    ['a changed snippet', replaced('GTM-1', 'GTM-2')],
    ['preloads', added('<link rel="modulepreload" href="/assets/app.3f2a9c1b.js">')],
    ['a first large cut', replaced(/<h1>.*\n/, '')],
  ])('says nothing of %s', (_, upload) => {
    expect(told(PAGE, upload)).toEqual([]);
    expect(told(PAGE, upload.replaceAll(/\n\s*/g, '\n\t\t'))).toEqual([]);
    expect(told(PAGE, upload.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a lost preload', '<link rel="preload" as="script" href="a.js"><link rel=modulepreload href=b.js>', ''],
    ['a lost icon', '<link rel="icon" href="a.ico">', ''],
    ['a lost script of its own', '<script>let a = 1;</script>', ''],
    ['lost data', '<script type="application/json">{"key":"https://js.stripe.com"}</script>', ''],
    ['a lost script of data', '<script src="data:text/javascript,go()"></script>', ''],
    ['JSON-LD that was mended', '<script type="application/ld+json">{"@type":"Product",}</script>', PRODUCT],
    [
      'chunks that are split anew',
      '<script src="/c/4bd1b696-182b6b13bdad92e3.js"></script><script src="/c/9a0b1c2d.js"></script>',
      '<script src="/c/77aa88bb99cc.js"></script>',
    ],
    [
      'the same script once',
      '<script src="a.js"></script><script src="./a.js?2"></script>',
      '<script src="a.js"></script>',
    ],
  ])('says nothing of %s', (_, before, after) => {
    expect(told(`<body><h1>Boats</h1>${before}</body>`, `<body><h1>Boats</h1>${after}</body>`)).toEqual([]);
  });
});

describe('what lost parts are told with', () => {
  const scripts = (names: string) => names.replaceAll(/./g, '<script src="/js/$&$&.js"></script>\n');

  it('names several of a kind in one finding, and counts the rest', () => {
    const findings = findingsOf(`<h1>Boats</h1>\n${scripts('abcdefg')}`, `<h1>Boats</h1>\n${scripts('g')}`);
    expect(findings.map(({ says }) => says)).toEqual([
      'The upload lost 6 scripts of the last good version: /js/aa.js (line 2), /js/bb.js (line 3), /js/cc.js (line 4), /js/dd.js (line 5) and 2 more.',
    ]);
    expect(findings[0]?.place).toEqual({ line: 2, excerpt: '<script src="/js/aa.js"></script>' });
  });

  it('has one finding for each kind', () => {
    expect(told(PAGE, '<!doctype html><h1>New boats</h1>')).toHaveLength(5);
  });

  it('tells a bundle that was split into others once', () => {
    expect(told(`<h1>Boats</h1>${scripts('ab')}`, `<h1>Boats</h1>${scripts('cde')}`)).toEqual(ALERT);
  });

  it('cuts long names', () => {
    const form = (name: string) => `<h1>Boats</h1><form action="/${name.repeat(5000)}"></form>`;
    const [finding] = findingsOf(form('a'), form('b'));
    expect(finding?.says).toHaveLength(
      'The upload lost the form , which stood in line 1 of the last good version.'.length + 81,
    );
  });

  it('remembers no more than 200 parts, and misses none on such a page', () => {
    const forms = (from: number) =>
      Array.from({ length: 300 }, (_, index) => `<form action="/f-${from + index}x">`).join('');
    expect(contentOf(forms(0)).anatomy.parts).toHaveLength(200);
    expect(told(`<h1>Boats</h1>${forms(0)}`, `<h1>Boats</h1>${forms(1000)}`)).toEqual([]);
  });

  it('knows no parts of what is not HTML', () => {
    const css = { key: 'a.css', headers: { contentType: 'text/css' } };
    expect(contentOf('/* <script src="a.js"></script> */', css).anatomy.parts).toEqual([]);
  });
});

describe('a page that is built anew', () => {
  const name = fc.constantFrom('app', 'main', 'vendor', 'date-picker', 'lazyLoad', 'jquery.mask', 'polyfills');
  const letters = (alphabet: string, length: number) =>
    fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });
  const HEX = '0123456789abcdef';
  const hash = fc.oneof(
    letters(HEX, 8).map((hex) => `${hex.slice(1)}7`),
    letters(HEX, 20).map((hex) => `${hex.slice(1)}7`),
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 8),
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 7).map((base64) => `${base64}Z`),
  );
  const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((numbers) => numbers.join('.'));
  const file = fc.tuple(
    name,
    fc.constantFrom('script', 'style'),
    fc.constantFrom('', '/', '/assets/', 'https://cdn.example/'),
  );
  const mark = fc.oneof(
    hash.map((value) => `-${value}`),
    hash.map((value) => `.${value}`),
    version.map((value) => `-${value}.min`),
  );
  const built = (
    files: readonly (readonly [string, string, string])[],
    marks: readonly string[],
    nonce: string,
    indent: string,
  ) =>
    files
      .map(([stem, kind, folder], index) => {
        const address = `${folder}${stem}${marks[index % marks.length]}`;
        return kind === 'script'
          ? `${indent}<script nonce="${nonce}" src="${address}.js"></script>`
          : `${indent}<link href='${address}.css' integrity="sha384-${nonce}" rel=stylesheet>`;
      })
      .join('\n');

  it('has lost nothing, whatever its hashes, nonces and indents', () => {
    const marks = fc.array(mark, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 8 }), marks, marks, hash, (files, before, after, nonce) => {
        const page = `<h1>Boats</h1>\n${built(files, before, 'a', '')}`;
        expect(told(page, `<h1>Boats</h1>\n${built(files, after, nonce, '\t')}`)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('has lost what was left out, wherever that stood', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.nat(), mark, mark, (names, at, before, after) => {
        const files = names.map((stem): [string, string, string] => [stem, 'script', '/assets/']);
        const left = files.toSpliced(at % files.length, 1);
        const [page, upload] = [built(files, [before], 'a', ''), built(left, [after], 'b', '')];
        expect(told(`<h1>Boats</h1>${page}</body>`, `<h1>Boats</h1>${upload}</body>`)).toEqual(ALERT);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { DATA, PNG, shown } from './preview-of.ts';

describe('images of the own site', () => {
  it.each([
    ['<img src="a.png">', 'img', 'src'],
    ['<img src="/a.png?v=2">', 'img', 'src'],
    ['<img srcset="a.png 1x, b.png 2x">', 'img', 'src'],
    ['<img src="" srcset="a.png">', 'img', 'src'],
    ['<picture><source srcset="a.png 480w, b.png 800w" media="(min-width: 9px)"><img></picture>', 'source', 'srcset'],
    ['<video poster="a.png" src="film.mp4">', 'video', 'poster'],
    ['<body background="a.png">', 'body', 'background'],
    ['<input type="image" src="a.png">', 'input', 'src'],
    ['<svg><image href="a.png"/></svg>', 'image', 'href'],
    ['<base href="/a.png"><img src="">x<img src="a.png">', 'img[src]', 'src'],
  ])('are in %s', async (markup, selector, attribute) => {
    const { all } = await shown(markup, { assets: { 'a.png': PNG } });
    expect(all(selector).map(({ attribs }) => attribs[attribute])).toEqual([DATA]);
  });

  it('are found where the page is, below the prefix of its site', async () => {
    const around = { key: 'www/tours/bay.html', prefix: 'www/', assets: { 'www/tours/a.png': PNG, 'www/b.png': PNG } };
    const { all } = await shown(
      '<img src="a.png"><img src="/b.png"><img src="../../../b.png"><img src="/www/b.png">',
      around,
    );
    expect(all('img').map(({ attribs }) => attribs['src'])).toEqual([DATA, DATA, DATA, undefined]);
  });

  it.each([
    ['another host', 'https://elsewhere.example/a.png'],
    ['another host in short', '//elsewhere.example/a.png'],
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file:///a.png'],
    ['a blob', 'blob:https://elsewhere.example/1'],
  ])('are not those of %s', async (_what, src) => {
    const { attributes } = await shown(`<img alt="A boat" src="${src}">`, { assets: { 'a.png': PNG } });
    expect(attributes('img')).toEqual([{ alt: 'A boat' }]);
  });

  it('stay data where they are data', async () => {
    const { attributes } = await shown(`<img src="${DATA}"><img src="data:image/svg+xml,<svg a='&quot;'>">`);
    expect(attributes('img').map(({ src }) => src)).toEqual([DATA, `data:image/svg+xml,<svg a='"'>`]);
  });

  it.each([
    ['text', { bytes: PNG.bytes, contentType: 'text/csv' }],
    ['a page', { bytes: PNG.bytes, contentType: 'text/html' }],
  ])('are none that S3 calls %s', async (_what, asset) => {
    const { attributes } = await shown('<img src="a.png">', { assets: { 'a.png': asset } });
    expect(attributes('img')).toEqual([{}]);
  });

  it('are told by their key where S3 does not know', async () => {
    const asset = { bytes: PNG.bytes, contentType: 'binary/octet-stream' };
    const { attributes } = await shown('<img src="a.PNG">', { assets: { 'a.PNG': asset } });
    expect(attributes('img')).toEqual([{ src: DATA }]);
  });
});

describe('style sheets of the own site', () => {
  it('stand where they were linked, for the same media', async () => {
    const { attributes, css } = await shown('<link rel="StyleSheet" href="a.css" media="print">', {
      assets: { 'a.css': 'p{color:red}' },
    });
    expect(attributes('style').slice(1)).toEqual([{ media: 'print' }]);
    expect(css()).toBe('p{color:red}');
  });

  it('have their images and fonts in them, found from where they are', async () => {
    const font = { bytes: PNG.bytes, contentType: 'font/woff2' };
    const { css } = await shown('<link rel=stylesheet href="css/a.css">', {
      assets: {
        'css/a.css': `a{background:url(../a.png)}b{background:URL( "x.png" )}@font-face{src:url(f.woff2) format("woff2")}`,
        'a.png': PNG,
        'css/f.woff2': font,
      },
    });
    expect(css()).toBe(
      `a{background:url("${DATA}")}b{background:url("data:,")}@font-face{src:url("${DATA.replace('image/png', 'font/woff2')}") format("woff2")}`,
    );
  });

  it.each([
    ['@import "b.css";', 'b{c:d}'],
    ['@import url(b.css) print;', '@media print{b{c:d}}'],
    ['@IMPORT url("b.css") layer(x) supports(display: grid) screen and (min-width: 9px);', null],
    ['@import "b.css" } a{x:y} {;', ''],
    ['@import "https://elsewhere.example/b.css";', ''],
    ['@import;', ''],
  ])('take in what %s asks for, once', async (rule, expected) => {
    const { css } = await shown(`<link rel=stylesheet href=a.css>`, {
      assets: { 'a.css': `${rule}a{b:c}`, 'b.css': `@import "b.css";b{c:d}` },
    });
    const wrapped = '@layer x{@supports (display: grid){@media screen and (min-width: 9px){b{c:d}}}}';
    expect(css().replaceAll(/(?<=[{}]|^) +/g, '')).toContain(expected ?? wrapped);
    expect(css()).not.toContain('@import');
    expect(css()).toContain('a{b:c}');
  });

  it('are what S3 or their key calls one, and nothing else of the bucket', async () => {
    const csv = { bytes: Buffer.from('name,card'), contentType: 'text/csv' };
    const { css } = await shown('<link rel=stylesheet href=orders.csv><link rel=stylesheet href=b>', {
      assets: { 'orders.csv': csv, b: { bytes: Buffer.from('b{c:d}'), contentType: 'text/css; charset=utf-8' } },
    });
    expect(css()).toBe('b{c:d}');
  });

  it('keep conditions on widths, layers, and what they say in strings', async () => {
    const sheet =
      '@media (400px <= width < 900px){a::before{content:"\\201C <b> & \\"x\\""}}@layer a,b;a{&:hover{x:y}}';
    const { css } = await shown(`<style>${sheet}</style>`);
    expect(css()).toContain('@media (400px <= width < 900px){');
    expect(css()).toContain('@layer a,b;a{&:hover{x:y}}');
    expect(css()).toContain('content:"\u201c\\00003cb> \\000026 \\000022x\\000022"');
  });
});

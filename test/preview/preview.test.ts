import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DATA, PNG, preview, shown } from './preview-of.ts';

describe('what a page shows', () => {
  it('stays: texts, elements, classes, entities, forms and their fields', async () => {
    const { all, text, attributes } = await shown(
      `<!doctype html><html lang="en" class="js"><body id="top"><main><p class="a" data-x="&quot;1">A &amp; B &lt; 3 < 4</p>
<form action="/send"><label>Name <input name="n" value="x" required></label><select><option selected>One</select></form></main>`,
    );
    expect(text).toContain('A & B < 3 < 4');
    expect(attributes('p')).toEqual([{ class: 'a', 'data-x': '"1' }]);
    expect(attributes('html[lang=en].js, body#top')).toHaveLength(2);
    expect(attributes('form')).toEqual([{}]);
    expect(all('input[name=n][value=x][required], option[selected]')).toHaveLength(2);
  });

  it.each([
    ['<!DOCTYPE html>', '<!DOCTYPE html>'],
    ['\uFEFF\n<!-- x --><!doctype html>', '<!doctype html>'],
    ['<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">', undefined],
    ['<!doctype html SYSTEM "x><script>">', ''],
    ['', ''],
  ])('is laid out as %j asks for', async (doctype, kept = doctype) => {
    const document = await preview(`${doctype}<p>x`);
    expect(document.slice(0, document.indexOf('<meta'))).toBe(kept);
  });

  it('is SVG where the page has SVG', async () => {
    const { attributes } = await shown(
      '<svg viewBox="0 0 1 1"><defs><path id="p" d="M0 0"/></defs><use xlink:href="#p"/><rect fill="url(#g)"/></svg>',
    );
    expect(attributes('use')).toEqual([{ href: '#p' }]);
    expect(attributes('rect')).toEqual([{ fill: 'url("#g")' }]);
  });

  it('is what stands in <noscript>, because no script runs', async () => {
    const { all, text } = await shown('<noscript><img src="a.png"><p>Without</p></noscript>', {
      assets: { 'a.png': PNG },
    });
    expect(text).toContain('Without');
    expect(all(`noscript img[src="${DATA}"]`)).toHaveLength(1);
  });

  it('is not what templates, comments and scripts hold', async () => {
    const { text } = await shown(
      'a<template>b</template><!--c--><script>d</script><svg><script>e</script></svg><noembed>f</noembed><noframes>g</noframes>h',
    );
    expect(text).toMatch(/ah$/);
  });

  it('is preformatted text where a page never ends it', async () => {
    const { all, text } = await shown('<plaintext><b>bold</b>');
    expect(text).toMatch(/<b>bold<\/b>$/);
    expect(all('pre')).toHaveLength(1);
  });
});

describe('what a page would do', () => {
  it('is left out of links, but not how they look', async () => {
    const { attributes, css } = await shown(
      '<style>a:link{color:red}nav :any-link{color:blue}</style><a href="/x" target="_top" ping="/p" class="c">x</a><a name="y">y</a>',
    );
    expect(attributes('a')).toEqual([{ class: 'c', 'data-holdfast-link': '' }, { name: 'y' }]);
    expect(css()).toBe('a[data-holdfast-link]{color:red}nav [data-holdfast-link]{color:blue}');
  });

  it.each(['iframe', 'object', 'embed'])('is an empty box where an <%s> was', async (name) => {
    const { attributes, text } = await shown(
      `<${name} class="map" width="400" src="https://elsewhere.example/" data="x" onload="y()" srcdoc="<p>z"></${name}>after`,
    );
    expect(attributes('span')).toEqual([{ class: 'map', width: '400', 'data-holdfast-box': '' }]);
    expect(text).toMatch(/after$/);
  });

  it.each([
    ['<meta http-equiv="refresh" content="0;url=/x">'],
    ['<base href="https://elsewhere.example/">'],
    ['<link rel="preconnect" href="https://elsewhere.example/">'],
    ['<link rel="icon" href="/favicon.ico">'],
    ['<link rel="alternate stylesheet" href="/a.css">'],
    ['<link rel="stylesheet" href="https://elsewhere.example/a.css">'],
    ['<frameset><frame src="/x"></frameset>'],
    ['<svg><set attributeName="href" to="/x"/><animate attributeName="href" values="/x"/></svg>'],
  ])('is left out of %s', async (markup) => {
    const plain = await shown('<p>x');
    const { all } = await shown(`${markup}<p>x`, { assets: { 'a.css': 'p{color:red}', x: 'y' } });
    expect(all('*:not(svg)').map(({ name }) => name)).toEqual(plain.all('*').map(({ name }) => name));
  });
});

describe('what cannot be shown as a page', () => {
  it('is text as it is where it is text', async () => {
    const { text, all } = await shown('\n<b>"robots"</b> & more', {
      key: 'robots.txt',
      headers: { contentType: 'text/plain' },
    });
    expect(text).toContain('<b>"robots"</b> & more');
    expect(all('b')).toEqual([]);
  });

  it('is cut where it is very long', async () => {
    const page = await shown('&'.repeat(2_000_000), { key: 'a.txt', headers: { contentType: 'text/plain' } });
    expect(page.notice).toEqual([expect.stringContaining('The text is cut here')]);
  });

  it.each([
    ['more than 8 MB', new Uint8Array(8 * 1024 * 1024 + 1), {}, /The page has 8388609 bytes/],
    [
      'more than 8 MB once it is decoded',
      gzipSync(Buffer.alloc(9_000_000)),
      { contentEncoding: 'gzip' },
      /decode to more than/,
    ],
    ['no gzip though it says so', Buffer.from('<p>x'), { contentEncoding: 'gzip' }, /but the bytes are not gzip/],
    ['gzip though it does not say so', gzipSync(Buffer.from('<p>x')), {}, /The bytes are gzip/],
    ['an unknown encoding', Buffer.from('x'), { contentEncoding: '<b>' }, /The content encoding "<b>" is not known/],
  ])('says why: %s', async (_what, bytes, headers, says) => {
    expect((await shown(bytes, { headers })).text).toMatch(says);
  });

  it('is decoded first', async () => {
    const { text } = await shown(gzipSync(Buffer.from('<p>caf\u00e9', 'latin1')), {
      headers: { contentEncoding: 'gzip', contentType: 'text/html; charset=iso-8859-1' },
    });
    expect(text).toMatch(/café$/);
  });
});

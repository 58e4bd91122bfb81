import { describe, expect, it } from 'vitest';
import type { PageAddress } from '../../src/lib/page/page-address.ts';
import { loadedAssets } from '../../src/lib/page/references.ts';
import { contentOf } from './reading.ts';

const assets = (page: string, address: Partial<PageAddress> = {}) =>
  loadedAssets(contentOf(page), { key: 'index.html', prefix: '', ...address });

describe('loadedAssets', () => {
  it.each([
    ['a script', '<script src="app.js"></script>', ['app.js']],
    ['a module', '<SCRIPT TYPE=module SRC=/js/app.mjs></SCRIPT>', ['js/app.mjs']],
    ['a script of an old type', '<script type="text/javascript" src="a.js">', ['a.js']],
    ['a style sheet', '<link rel="stylesheet" href="a.css">', ['a.css']],
    ['a style sheet among relations', '<link href=a.css rel="Alternate StyleSheet">', ['a.css']],
    [
      'what is preloaded',
      '<link rel=modulepreload href=a.js><link rel=preload as=style href=b.css><link rel=preload as=script href=c.js>',
      ['a.js', 'b.css', 'c.js'],
    ],
    ['entities, query and fragment', '<script src="a.js?x=1&amp;y=2#z">', ['a.js']],
    ['escapes', '<script src="a%20b%2Bc+%C3%A9.js">', ['a b+c+é.js']],
    ['letters that are not escaped', '<script src="a é.js">', ['a é.js']],
    ['white space around', '<script src="\n a.js ">', ['a.js']],
  ])('gives the key of %s', (_what, page, keys) => {
    expect(assets(page)).toEqual(keys);
  });

  it.each([
    [
      'on another host',
      '<script src="https://js.stripe.com/v3/a.js"></script><script src=//cdn.example/a.js></script>',
    ],
    ['of data', '<script src="data:text/javascript,x"></script><link rel=stylesheet href="blob:x">'],
    [
      'that is not run',
      '<script type="application/json" src=a.json></script><script type=text/template src=b.js></script>',
    ],
    ['that is only linked', '<link rel=icon href=a.ico><link rel=preload as=font href=a.woff><a href=b.css>'],
    [
      'in a comment, a template or a script',
      '<!-- <script src=a.js> --><template><script src=b.js></script></template><script>"<script src=c.js>"</script>',
    ],
    ['without an address', '<script src></script><link rel=stylesheet><script src="/"></script>'],
    ['with an address that cannot be read', '<script src="http://["></script><script src="%ff.js"></script>'],
  ])('gives none %s', (_what, page) => {
    expect(assets(page)).toEqual([]);
  });

  it('names each asset once', () => {
    expect(
      assets('<script src=a.js></script><link rel=modulepreload href="./a.js?2"><script src=/a.js></script>'),
    ).toEqual(['a.js']);
  });

  it('resolves against the page within the prefix of its site', () => {
    const page =
      '<script src=a.js></script><script src="../b.js"></script><script src="/c.js"></script><script src="../../../d.js"></script>';
    expect(assets(page, { key: 'blog/x y/z#/index.html', prefix: 'blog/' })).toEqual([
      'blog/x y/z#/a.js',
      'blog/x y/b.js',
      'blog/c.js',
      'blog/d.js',
    ]);
  });

  it('resolves against the first base', () => {
    expect(assets('<base target=x><base href="/sub/"><base href="/other/"><script src=a.js>')).toEqual(['sub/a.js']);
    expect(assets('<base href="https://cdn.example/"><script src=a.js>')).toEqual([]);
    expect(assets('<base href="http://["><script src=a.js>')).toEqual(['a.js']);
  });

  it('knows the hosts of its site', () => {
    const page = '<script src="https://www.demo.example/a.js"></script><script src=//other.example/b.js></script>';
    expect(assets(page, { hosts: ['www.demo.example'] })).toEqual(['a.js']);
  });

  it('gives 500 at most', () => {
    const page = Array.from({ length: 600 }, (_, index) => `<script src=${index}.js></script>`).join('');
    expect(assets(page)).toHaveLength(500);
  });

  it('gives none for what is not HTML', () => {
    const content = contentOf('<script src=a.js></script>', { key: 'a.txt', headers: { contentType: 'text/plain' } });
    expect(loadedAssets(content, { key: 'a.txt', prefix: '' })).toEqual([]);
  });
});

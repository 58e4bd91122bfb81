import { describe, expect, test } from 'vitest';
import { cdnPaths } from '../../src/lib/rollback/cdn-paths.ts';

const ROOT = { originPath: '' };

describe('finding the paths of a page', () => {
  test.each([
    ['index.html', ['/index.html', '/']],
    ['about.html', ['/about.html']],
    ['book/index.html', ['/book/index.html', '/book/']],
    ['book/myindex.html', ['/book/myindex.html']],
  ])('%s', (key, paths) => {
    expect(cdnPaths(ROOT, key)).toEqual(paths);
  });

  test('cuts the origin path off', () => {
    expect(cdnPaths({ originPath: '/v2' }, 'v2/index.html')).toEqual(['/index.html', '/']);
    expect(cdnPaths({ originPath: '/v2/site' }, 'v2/site/a/index.html')).toEqual(['/a/index.html', '/a/']);
  });

  test.each(['index.html', 'v2', 'v22/index.html', 'a/v2/index.html'])(
    'finds none for %s below no origin path',
    (key) => {
      expect(cdnPaths({ originPath: '/v2' }, key)).toEqual([]);
    },
  );

  test.each([
    ['grüße.html', ['/gr%C3%BC%C3%9Fe.html']],
    ['summer sail.html', ['/summer%20sail.html', '/summer+sail.html']],
    ['a+b.html', ['/a%2Bb.html']],
    ['a b+c.html', ['/a%20b%2Bc.html', '/a+b%2Bc.html']],
    ['50%.html', ['/50%25.html']],
    ['a*.html', ['/a%2A.html']],
    ['what?#.html', ['/what%3F%23.html']],
    ["it's(1).html", ["/it's(1).html"]],
    ['~me@home.html', ['/~me@home.html', '/~me%40home.html']],
  ])('escapes %s', (key, paths) => {
    expect(cdnPaths(ROOT, key)).toEqual(paths);
  });

  test('never asks for a wildcard that a key chose', () => {
    expect(cdnPaths(ROOT, 'a/*').join()).not.toContain('*');
  });
});

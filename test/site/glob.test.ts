import { describe, expect, test } from 'vitest';
import { classify, globFault, whyUnguardable } from '../../src/lib/site/glob.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { Site } from '../../src/lib/site/site.ts';

function site(pages: string[], assets: string[], prefix = ''): Site {
  return {
    name: 'demo',
    production: { bucket: 'demo-prod', prefix, distributions: [], originPath: '' },
    pages,
    assets,
    tokens: [{ attribute: 'data-feature' }],
    retired: { tokens: [], phrases: [] },
    policy: DEFAULT_POLICY,
    approvers: [],
    via: 's3',
  };
}

describe('classify', () => {
  const all = site(['**/*.html'], ['**']);

  test.each([
    'index.html',
    'a/b/index.html',
    '.well-known/x.html',
    'a/.html',
    'zwei Wörter/größe.html',
    'a+b&c=d.html',
    'line\nbreak/x.html',
    '/leading.html',
    'a//b.html',
    '🎉.html',
    'back\\slash.html',
  ])('takes %j for a page', (key) => {
    expect(classify(all, key)).toBe('page');
  });

  test.each(['app.js', '.htaccess', 'fonts/a.woff2', 'index.html.bak'])('takes %j for an asset', (key) => {
    expect(classify(all, key)).toBe('asset');
  });

  test.each(['folder/', 'folder.html/', 'a/../b.html', './b.html', ''])('leaves %j alone', (key) => {
    expect(classify(all, key)).toBe('other');
  });

  test('leaves keys over 1,000 bytes alone, counted in UTF-8', () => {
    expect(classify(all, `${'a'.repeat(995)}.html`)).toBe('page');
    expect(classify(all, `${'a'.repeat(996)}.html`)).toBe('other');
    expect(classify(all, `${'ü'.repeat(498)}.html`)).toBe('other');
  });

  test('matches on what follows the prefix', () => {
    const blog = site(['*.html'], ['img/**'], 'blog/');
    expect(classify(blog, 'blog/index.html')).toBe('page');
    expect(classify(blog, 'blog/img/a.png')).toBe('asset');
    expect(classify(blog, 'blog/old/index.html')).toBe('other');
    expect(classify(blog, 'index.html')).toBe('other');
    expect(classify(blog, 'blog/')).toBe('other');
    expect(classify(blog, 'blogs/index.html')).toBe('other');
  });

  test('lets pages win over assets, and knows choices and classes', () => {
    const two = site(['{index,about}.{html,htm}', 'app-[0-9].js'], ['*.html', '*.js']);
    expect(classify(two, 'about.htm')).toBe('page');
    expect(classify(two, 'app-3.js')).toBe('page');
    expect(classify(two, 'app-x.js')).toBe('asset');
    expect(classify(two, 'other.html')).toBe('asset');
  });

  test('answers alike for equal sites and again for the same one', () => {
    expect(classify(site(['*.html'], []), 'a.html')).toBe(classify(site(['*.html'], []), 'a.html'));
    expect([classify(all, 'x.html'), classify(all, 'x.html')]).toEqual(['page', 'page']);
  });
});

describe('globFault', () => {
  test.each([
    '**/*.html',
    '**',
    'blog/**/index-*.html',
    '{a,b}/*.{html,htm}',
    '[a-z]?.html',
    'a b.html',
    'a$b^c+d@e.js',
  ])('accepts %j', (glob) => {
    expect(globFault(glob)).toBeUndefined();
  });

  test.each([
    ['!drafts/**', 'excludes; fix: name what belongs to the site, a glob cannot begin with "!"'],
    ['/blog/**', 'begins with "/"; fix: write "blog/**", keys have no leading slash'],
    ['+(a|aa)', 'has one of ( ) | \\ " or a control character; fix: write {a,b} for a choice'],
    ['a\\*', 'has one of ( ) | \\ " or a control character; fix: write {a,b} for a choice'],
    ['*a*a*a*a*a', 'has more than 4 stars; fix: write two globs, or a simpler one'],
    ['{a,b}{a,b}{a,b}{a,b}', 'has more than 3 choices; fix: write two globs'],
    ['a[b', 'is not a glob (Missing closing: "]"); fix: close every bracket'],
    ['a{b', 'is not a glob (Missing closing: "}"); fix: close every bracket'],
    ['x'.repeat(257), 'is longer than 256 characters; fix: write a shorter glob'],
  ])('refuses %j', (glob, fault) => {
    expect(globFault(glob)).toBe(fault);
  });
});

test('says why a key cannot be guarded', () => {
  expect(whyUnguardable('a.html')).toBeUndefined();
  expect(whyUnguardable('a..b/c.html')).toBeUndefined();
  expect(whyUnguardable('x'.repeat(1001))).toBe('longer than 1000 bytes');
  expect(whyUnguardable('a/./b')).toBe('a "." or ".." between slashes');
});

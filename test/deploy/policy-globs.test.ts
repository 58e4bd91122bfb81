import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pagePatterns } from '../../src/lib/deploy/policy-globs.ts';
import { classify, globFault, whyUnguardable } from '../../src/lib/site/glob.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { Site } from '../../src/lib/site/site.ts';

function site(pages: readonly string[], prefix = ''): Site {
  return {
    name: 'demo',
    production: { bucket: 'demo-prod', prefix, distributions: [], originPath: '' },
    pages,
    assets: ['**'],
    tokens: [{ attribute: 'data-feature' }],
    retired: { tokens: [], phrases: [] },
    policy: DEFAULT_POLICY,
    approvers: [],
    via: 's3',
  };
}

/** As IAM matches a resource: `*` is any text, `?` one character, and `${*}` stands for the character itself. */
function matches(pattern: string, key: string): boolean {
  const source = pattern.replaceAll(/\$\{([*?$])\}|\*|\?|[\s\S]/gu, (part, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.replaceAll(/[.*+?^${}()|[\]\\/]/g, (character) => `\\${character}`);
  });
  return new RegExp(`^${source}$`, 'su').test(key);
}

function patternsOf(of: Site): readonly string[] {
  const said = pagePatterns(of);
  if (said.kind === 'inexpressible') throw new Error(`cannot be said: ${said.globs[0]?.glob ?? ''}`);
  return said.patterns;
}

const EXACT = [
  ['**/*.html', ['*.html']],
  ['index.html', ['index.html']],
  ['blog/index.html', ['blog/index.html']],
  ['blog/**/*.html', ['blog/*.html']],
  ['**/index.html', ['index.html', '*/index.html']],
  ['a/b/**/index.html', ['a/b/index.html', 'a/b/*/index.html']],
  ['**/*.{html,htm}', ['*.html', '*.htm']],
  ['{blog,shop}/**/*.{html,htm}', ['blog/*.html', 'blog/*.htm', 'shop/*.html', 'shop/*.htm']],
  ['**/*-page.html', ['*-page.html']],
  ['{a,{b,c}}.html', ['a.html', 'b.html', 'c.html']],
  ['pay $5.html', ['pay ${$}5.html']],
] as const;

const INEXACT = [
  ['*.html', 'stops at a slash'],
  ['blog/*.html', 'stops at a slash'],
  ['**/foo*.html', 'stops at a slash'],
  ['**/admin/*.html', 'stops at a slash'],
  ['a/*/b.html', 'stops at a slash'],
  ['a**.html', 'stops at a slash'],
  ['**/**/*.html', 'stops at a slash'],
  ['page?.html', 'may also be a slash'],
  ['**/page?.html', 'may also be a slash'],
  ['**/[ab].html', 'class of characters'],
  ['**', 'folder markers'],
  ['**/*', 'folder markers'],
  ['blog/**', 'folder markers'],
  ['**/*.{html}', 'braces'],
  ['{1..3}.html', 'braces'],
  ['{a,b}+.html', 'braces'],
  ['{a*,b}.html', 'braces'],
  ['{,a}.html', 'braces'],
  ['./index.html', 'segment'],
  ['a//b.html', 'segment'],
] as const;

describe('pagePatterns', () => {
  it.each(EXACT)('says %s exactly', (glob, patterns) => {
    expect(globFault(glob)).toBeUndefined();
    expect(pagePatterns(site([glob]))).toEqual({ kind: 'patterns', patterns });
  });

  it.each(INEXACT)('does not say %s, which %s', (glob, why) => {
    const said = pagePatterns(site(['index.html', glob]));
    expect(said).toEqual({
      kind: 'inexpressible',
      globs: [{ glob, why: expect.stringContaining(why), wider: expect.stringMatching(/./) }],
    });
  });

  it('names every glob that cannot be said, and what would be wider', () => {
    const said = pagePatterns(site(['*.html', '**/*.html', 'blog/*.htm'], 'www/'));
    expect(said).toMatchObject({
      kind: 'inexpressible',
      globs: [
        { glob: '*.html', wider: expect.stringContaining('www/*.html would') },
        { glob: 'blog/*.htm', wider: expect.stringContaining('www/blog/*.htm would') },
      ],
    });
  });

  it('takes a prefix for itself, whatever stands in it, and each pattern once', () => {
    const odd = site(['**/*.html', '**/*.html'], 'a*?${b}/');
    expect(patternsOf(odd)).toEqual(['a${*}${?}${$}{b}/*.html']);
  });
});

describe('against the guard itself', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'a',
      'blog',
      'shop',
      'index.html',
      'x.html',
      '.html',
      'b.htm',
      'a-page.html',
      '',
      'html',
      'pay $5.html',
    ),
    fc.string({
      unit: fc.constantFrom('a', 'b', '.', '*', '?', '${', '}', '[', ']', '!', '+', 'ü', '🎉', ' ', '\n', '\\', 'html'),
      maxLength: 8,
    }),
  );
  const keys = fc
    .record({
      prefix: fc.constantFrom('', 'blog/', 'a*?${b}/', 'ab/', 'a*?'),
      path: fc.array(segment, { minLength: 1, maxLength: 4 }),
      ending: fc.constantFrom('', '', '.html', '.htm', '/index.html', '/', '-page.html', '.htmlx'),
    })
    .map(({ prefix, path, ending }) => `${prefix}${path.join('/')}${ending}`)
    .filter((key) => whyUnguardable(key) === undefined && key !== '');
  const words = fc.array(
    fc.constantFrom('a', 'blog', '.html', 'b-', ' $', 'ü', '!', '@', '~', '^', 'x.', ',', '%', '&', '#', '='),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const word = words.map((parts) => parts.join('')).filter((text) => !/^[!.]+/.test(text));
  const choice = fc.array(
    word.map((text) => text.replaceAll(',', '')).filter((text) => text !== ''),
    { minLength: 2, maxLength: 3 },
  );
  const name = fc.oneof(
    word,
    word.map((text) => `*${text}`),
    choice.map((all) => `*.{${all.join(',')}}`),
  );
  const made = fc
    .record({ folder: fc.option(word), deep: fc.boolean(), name })
    .map(({ folder, deep, name: last }) => `${folder === null ? '' : `${folder}/`}${deep ? '**/' : ''}${last}`)
    .filter((glob) => globFault(glob) === undefined && !glob.startsWith('!'));
  const globs = fc.oneof(fc.constantFrom(...EXACT.map(([glob]) => glob)), made);

  it.each(['', 'blog/', 'a*?${b}/'])('takes exactly the pages, under the prefix "%s"', (prefix) => {
    fc.assert(
      fc.property(globs, fc.array(keys, { minLength: 20, maxLength: 20 }), (glob, all) => {
        const of = site([glob], prefix);
        const said = pagePatterns(of);
        fc.pre(said.kind === 'patterns');
        for (const key of [...all, `${prefix}x/${glob.replaceAll('*', 'z')}`, `${prefix}${glob.replaceAll('*', '')}`]) {
          // A key that spells the glob itself, braces and all, is a page as well; nobody has one.
          if (whyUnguardable(key) !== undefined || key === '' || key === `${prefix}${glob}`) continue;
          expect([glob, key, said.patterns.some((pattern) => matches(pattern, key))]).toEqual([
            glob,
            key,
            classify(of, key) === 'page',
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says more than half of such globs', () => {
    const sampled = fc.sample(globs, { numRuns: 500, seed: 5 });
    const told = sampled.filter((glob) => pagePatterns(site([glob])).kind === 'patterns');
    expect(told.length).toBeGreaterThan(sampled.length / 2);
  });
});

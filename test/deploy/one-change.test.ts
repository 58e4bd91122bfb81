import { describe, expect, test } from 'vitest';
import { areAlike, changedUnits } from '../../src/lib/deploy/changed-units.ts';
import { changesIn, severalChanges } from '../../src/lib/deploy/one-change.ts';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { tokenRegions } from '../../src/lib/page/token-regions.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import { pageWith } from '../world.ts';

const SOURCES = [{ attribute: 'data-feature' }];

function page(html: string, key = 'index.html'): PageContent {
  const bytes = Buffer.from(html);
  const read = readPage(
    { key, bytes, headers: { contentType: 'text/html', metadata: {} } },
    compileSources(SOURCES),
    DEFAULT_LIMITS,
  );
  if (read.kind !== 'read') throw new Error('the test writes readable pages');
  return read.content;
}

const changes = (...pages: readonly (readonly [key: string, before: string | undefined, after: string])[]) =>
  changesIn(
    pages.map(([key, before, after]) => ({
      key,
      after: page(after, key),
      ...(before !== undefined && { before: page(before, key) }),
    })),
    { sources: SOURCES, prefix: '' },
  );

const BOTH = pageWith('A', 'B');

describe('what a deploy changes', () => {
  test.each([
    ['text outside of features', BOTH.replace('Sail', 'Row'), []],
    ['the text of one feature', BOTH.replace('A here', 'A there'), ['A']],
    [
      'an attribute of its element',
      BOTH.replace('<section data-feature="A"', '<section class="big" data-feature="A"'),
      ['A'],
    ],
    ['white space alone', BOTH.replace('A here', 'A\n   here'), []],
    ['one that comes', pageWith('A', 'B', 'C'), ['C']],
    ['one that goes', pageWith('A'), ['B']],
    ['two of them', pageWith('A', 'C'), ['B', 'C']],
  ])('names the features that it touches: %s', (_what, after, features) => {
    expect(changes(['index.html', BOTH, after]).features).toEqual(features);
  });

  test('counts what is within the element of another feature to the inner one alone', () => {
    const nested = (inner: string) =>
      `<html><body><div data-feature="OUT">out<p data-feature="IN">${inner}</p>side</div></body></html>`;
    expect(changes(['index.html', nested('one'), nested('two')]).features).toEqual(['IN']);
    expect(tokenRegions(page(nested('one')), compileSources(SOURCES)).get('IN')).toContain('one');
  });

  test('takes the same edit of many pages for one change', () => {
    const nav = (html: string) => html.replace('Boats', 'Our boats');
    const { groups } = changes(
      ['a.html', pageWith('A'), nav(pageWith('A'))],
      ['b.html', pageWith('B'), nav(pageWith('B'))],
    );
    expect(groups).toEqual([['a.html', 'b.html']]);
  });

  test('takes a feature that moves from page to page for one change', () => {
    const found = changes(['a.html', pageWith('A', 'M'), pageWith('A')], ['b.html', pageWith('B'), pageWith('B', 'M')]);
    expect(found).toEqual({ features: ['M'], groups: [['a.html', 'b.html']] });
  });

  test('takes a new page and the links to it for one change, whatever features it has', () => {
    const linked = pageWith('A').replace('Sail', '<a href="/new/">New</a>');
    const found = changes(['a.html', pageWith('A'), linked], ['new/index.html', undefined, pageWith('X', 'Y')]);
    expect(found).toEqual({ features: [], groups: [['a.html', 'new/index.html']] });
  });

  test('keeps pages apart that have nothing to do with each other', () => {
    const { groups } = changes(
      ['a.html', pageWith('A'), pageWith('A').replace('Sail', 'Row')],
      ['b.html', pageWith('B'), pageWith('B').replace('Boats', 'Ferries')],
    );
    expect(groups).toHaveLength(2);
  });
});

describe('several changes', () => {
  const one = { features: ['A'], groups: [['a.html', 'b.html']] };

  test('are an obstacle until they have a name', () => {
    expect(severalChanges(one, undefined)).toEqual([]);
    expect(severalChanges({ ...one, features: ['A', 'B'] }, undefined)).toMatchObject([
      { rule: 'D3', says: expect.stringContaining('A, B'), next: expect.stringMatching(/^Make one after the other;/) },
    ]);
    expect(severalChanges({ ...one, groups: [['a.html'], ['b.html']] }, undefined)).toMatchObject([
      { rule: 'D3', next: expect.stringMatching(/^Deploy them one after the other, each by its files;/) },
    ]);
    expect(severalChanges({ features: ['A', 'B'], groups: [['a.html'], ['b.html']] }, 'summer')).toEqual([]);
  });
});

test('changes are alike when half of the larger one is the same', () => {
  const units = (...all: number[]) => Float64Array.from(all);
  const change = changedUnits(units(1, 2, 2, 5), units(1, 2, 7));
  expect(change).toEqual(new Set([-2, -5, 7]));
  expect(areAlike(change, new Set([-2, 7]))).toBe(true);
  expect(areAlike(change, new Set([7]))).toBe(false);
  expect(areAlike(new Set(), new Set())).toBe(false);
});

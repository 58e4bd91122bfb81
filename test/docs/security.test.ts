import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { document, ROOT } from './documents.ts';

const NAMED = /`(test\/[\w/.-]+\.ts)`((?:,?\s+“[^”]+”)+)/g;

const named = [...document('docs/security.md').text.matchAll(NAMED)].map(
  ([, file = '', titles = '']) => [file, [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title)] as const,
);

describe('docs/security.md', () => {
  it('names tests', () => {
    expect(named.length).toBeGreaterThan(30);
  });

  it.each(named)('names tests of %s that are there: %s', (file, titles) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });
});

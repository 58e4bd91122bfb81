import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, inlineCode, ROOT, type Document } from './documents.ts';

const SOURCE = /^(?:src|infra|scripts|test|docs|examples|bench|events)\/[\w./-]*\w$/;

describe.each(documents())('$file', (document) => {
  it('links only to what is there', () => {
    const dead = linksOf(document).filter((link) => !leadsSomewhere(link, document.file));
    expect(dead).toEqual([]);
  });

  it('names only files that are there', () => {
    const named = inlineCode(document).filter((code) => SOURCE.test(code));
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

it('is linked from the README, every document of docs', () => {
  const [readme] = documents();
  const linked = new Set(readme && linksOf(readme).map((link) => link.replace(/#.*$/, '')));
  const unlinked = documents()
    .map(({ file }) => file)
    .filter((file) => file !== 'README.md' && !linked.has(file) && !linked.has(path.dirname(file)));
  expect(unlinked).toEqual([]);
});

function linksOf({ text }: Document): string[] {
  const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(link: string, from: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path.join(ROOT, from) : path.resolve(ROOT, path.dirname(from), file);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).has(anchor);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) => heading);
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set(headings.map(slug));
}

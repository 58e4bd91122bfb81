import { expect, it } from 'vitest';
import { tokensOf } from './reading.ts';

const MIB = 1024 * 1024;
const fill = (piece: string) => piece.repeat(Math.ceil((2 * MIB) / piece.length));
const sources = [{ attribute: 'data-feature' }, { comment: 'feature' }, { selector: 'b.last', name: 'LAST' }];

it.each([
  ['end tags that end nothing', '<div>'.repeat(500) + fill('</x>')],
  ['end tags that a cell stops', `<x><table><td>${'<div>'.repeat(500)}${fill('</x>')}`],
  ['ends implied through formatting', '<b>'.repeat(500) + fill('<li>')],
  ['exits from SVG', fill('<svg><p>').slice(0, 8 * 250) + fill('<p>')],
  ['less-than signs', fill('<')],
  ['attributes', `<a ${fill('x=1 ')}>`],
  ['regular expressions that no line closes', `<script>feature=${fill('=/[')}</script>`],
  ['slashes after white space', `<script>feature${fill('   /')}</script>`],
  ['comments of scripts', `<script>${fill('<!--<script>')}--></script>`],
  ['bangs in a comment', `<!--${fill('--!')}-->`],
  ['raw elements', fill('<style></style>')],
])('reads a page of %s to its end', { timeout: 60_000 }, (_what, page) => {
  expect(tokensOf(`${page}<b class="last" data-feature="END">`, { sources })).toEqual(['LAST', 'END']);
});

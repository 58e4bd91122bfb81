import { expect, it } from 'vitest';
import { page, suggestionsOf } from './proposed.ts';

const CONTACT = '<form id="contact"><input></form>';
const LINKS = '<a href="/a">a</a><a href="/b">b</a>';

it('tells a feature of many pages once, with the pages in order', () => {
  const pages = { 'z.html': page(CONTACT), 'a/index.html': page(`<p></p>\n${CONTACT}`), 'b.html': page('<p></p>') };
  const [only, ...others] = suggestionsOf(pages);
  expect(others).toEqual([]);
  expect(only?.pages.map(({ page, line }) => `${page}:${line}`)).toEqual(['a/index.html:6', 'z.html:5']);
});

it('takes the way that finds it on most pages', () => {
  const pages = {
    'a.html': page(`<header><nav aria-label="Site">${LINKS}</nav></header>`),
    'b.html': page(`<header><nav>${LINKS}</nav></header>`),
    'c.html': page(`<header><nav>${LINKS}</nav></header><footer><nav>${LINKS}</nav></footer>`),
  };
  const found = suggestionsOf(pages).map(({ name, source, pages }) => ({ name, source, pages: pages.length }));
  expect(found).toEqual([
    { name: 'MAIN_NAV', source: { selector: 'header nav', name: 'MAIN_NAV' }, pages: 3 },
    { name: 'FOOTER_NAV', source: { selector: 'footer nav', name: 'FOOTER_NAV' }, pages: 1 },
  ]);
});

it('names what the same source finds once, by what is worth most', () => {
  const form = (action: string) => page(`<form id="place" action="${action}" method="post"><input></form>`);
  const all = suggestionsOf({ 'a.html': form('/api/request-booking'), 'b.html': form('/api/checkout') });
  expect(all).toMatchObject([{ name: 'CHECKOUT_FORM', pages: [{ page: 'a.html' }, { page: 'b.html' }] }]);
});

it('gives names that nothing else has, configured or proposed', () => {
  const pages = {
    'a.html': page(CONTACT),
    'b.html': page('<form id="kontakt"><input></form>'),
  };
  const sources = [{ attribute: 'data-feature' }, { selector: '#else', name: 'CONTACT_FORM' }];
  expect(suggestionsOf(pages, { sources }).map(({ name }) => name)).toEqual(['CONTACT_FORM_2', 'CONTACT_FORM_3']);
});

it('leaves an attribute out that would find something retired on any page', () => {
  const pages = {
    'a.html': page('<p data-testid="hero-line"></p>'),
    'b.html': page('<p data-testid="OLD_HERO"></p>'),
  };
  expect(suggestionsOf(pages)).toHaveLength(1);
  expect(suggestionsOf(pages, { retired: { tokens: ['OLD_HERO'] } })).toEqual([]);
});

it('leaves room for no more sources than a configuration may have', () => {
  const sources = Array.from({ length: 99 }, (_, at) => ({ selector: `#none-${at}`, name: `NONE_${at}` }));
  const markup = page(`${CONTACT}<form id="newsletter"><input></form>`);
  expect(suggestionsOf({ 'a.html': markup }, { sources })).toHaveLength(1);
  expect(suggestionsOf({ 'a.html': markup }, { sources: [...sources, { comment: 'feature' }] })).toEqual([]);
});

it('does not mind in which order pages are read', () => {
  const pages = { 'b.html': page(CONTACT), 'a.html': page(`<nav>${LINKS}</nav>${CONTACT}`), 'c.html': page(LINKS) };
  const turned = Object.fromEntries(Object.entries(pages).toReversed());
  expect(suggestionsOf(turned)).toEqual(suggestionsOf(pages));
});

import { expect, it } from 'vitest';
import { featuresOf, proposed, suggestionsOf } from './proposed.ts';

const MIB = 1024 * 1024;
const fill = (piece: string, size = 2 * MIB) => piece.repeat(Math.ceil(size / piece.length));
const STRIPE = '<script src="https://js.stripe.com/v3/"></script>';

it.each([
  ['forms', fill('<form id="contact"><input type="email"></form>')],
  ['fields of forms within forms', `${'<form id="contact">'.repeat(400)}${fill('<input>')}`],
  ['navigation', fill('<nav><a href="/a">a</a><a href="/b">b</a></nav>')],
  ['links that ask to act', fill('<a class="btn" href="/book">Book now</a>')],
  ['fields of one form', `<form id="contact">${fill('<input name="x">')}</form>`],
  ['text in one link', `<a class="btn" href="/book">${fill('Book now <b></b>')}</a>`],
  ['attributes of one tag', `<form ${fill('x=1 ')}></form>`],
  ['classes of one element', `<div class="${fill('h-captch ')}"></div>`],
  ['one long address', `<script src="https://${fill('a.')}js.stripe.com/"></script>`],
  ['one long id', `<section id="${fill('hero-')}"></section>`],
  ['nested elements', fill('<div>'.repeat(250) + '</div>'.repeat(250))],
  ['scripts', fill('<script>gtm.js</script>')],
  ['one script', `<script>${fill('googletagmanager.com/gtm.j')}</script>`],
  ['names in an attribute', fill('<p data-testid="a b c d e f g h">')],
  ['types in JSON-LD', `<script type="application/ld+json">${fill('"@type":      ')}</script>`],
  ['less-than signs', fill('<')],
])('looks through a page of %s to its end', { timeout: 60_000 }, (_what, markup) => {
  const names = proposed(`${markup}</form></a></nav></script>${STRIPE}`);
  expect(names.length).toBeLessThanOrEqual(20);
  for (const name of names) expect(name.length).toBeLessThan(400);
});

it('finds what is there beside 100,000 forms', { timeout: 60_000 }, () => {
  const markup = `${'<form><input></form>'.repeat(100_000)}<form id="contact"><input></form>${STRIPE}`;
  expect(proposed(markup)).toEqual(['STRIPE_CHECKOUT script[src*="js.stripe.com/"]']);
});

it('looks through 20 MB', { timeout: 60_000 }, () => {
  const filler = fill('<p class="line">Three hours, twelve guests, one <a href="/yacht">yacht</a>.</p>\n', 20 * MIB);
  expect(proposed(`${STRIPE}${filler}<form id="contact"><input></form>`)).toEqual([
    'STRIPE_CHECKOUT script[src*="js.stripe.com/"]',
    'CONTACT_FORM form#contact',
  ]);
});

it('proposes at most 20 features of a page and 50 of a site, the worthiest', () => {
  const forms = (from: number) =>
    Array.from(
      { length: 30 },
      (_, at) => `<form id="crew-${'abcdefghijklmnopqrstuvwxyzABCD'[at]}-${from}"><input></form>`,
    );
  const pages = Object.fromEntries(
    Array.from({ length: 9 }, (_, at) => [`${at}.html`, `${forms(at).join('')}${at === 8 ? STRIPE : ''}`]),
  );
  expect(featuresOf(`<body>${pages['8.html']}`)).toHaveLength(20);
  const all = suggestionsOf(pages);
  expect(all).toHaveLength(50);
  expect(all.at(-1)?.name).toBe('STRIPE_CHECKOUT');
});

import { describe, expect, it } from 'vitest';
import { page, proposed, suggestionsOf } from './proposed.ts';

const link = (href: string, says = 'x') => `<a href="${href}">${says}</a>`;
const LINKS = link('/a') + link('/b') + link('/c');

describe('proposes', () => {
  it.each<[what: string, markup: string, proposals: string[]]>([
    [
      'a newsletter form by its id',
      '<form id="newsletter"><input type="email"></form>',
      ['NEWSLETTER_FORM form#newsletter'],
    ],
    [
      'a newsletter form that asks for an address alone',
      '<form action="/subscribe/" method="post"><input type="email" name="mail"><button>Go</button></form>',
      ['NEWSLETTER_FORM form[action="/subscribe/"]'],
    ],
    [
      'a contact form that opens a mail',
      '<form action="mailto:captain@example.com"><textarea name="text"></textarea></form>',
      ['CONTACT_FORM form[action^="mailto:"]'],
    ],
    [
      'a contact form by its fields',
      '<main><form><input type="email"><textarea></textarea></form></main>',
      ['CONTACT_FORM main form'],
    ],
    [
      'a form by its name, before its action',
      '<form name="contact" action="/api/contact?v=1"><input name="name"></form>',
      ['CONTACT_FORM form[name="contact"]'],
    ],
    [
      'a form by its action without the query',
      '<form action="/api/contact?v=1"><input></form>',
      ['CONTACT_FORM form[action^="/api/contact"]'],
    ],
    [
      'a checkout',
      '<form id="booking" action="/api/checkout" method="post"><input name="guests"></form>',
      ['CHECKOUT_FORM form#booking'],
    ],
    ['a booking', '<form id="reservation"><input type="date"></form>', ['BOOKING_FORM form#reservation']],
    [
      'a login',
      '<form action="/login"><input name="user"><input type="password"></form>',
      ['LOGIN_FORM form[action="/login"]'],
    ],
    ['any other form by its own name', '<form id="crew-list"><input></form>', ['CREW_LIST_FORM form#crew-list']],
    ['a search by its role', '<div role="search"><input name="q"></div>', ['SEARCH div[role="search"]']],
    ['a search form', '<form role="search" action="/find"><input name="q"></form>', ['SEARCH form[role="search"]']],
    ['a search box alone', '<input type="search" class="x1">', ['SEARCH input[type="search"]']],
    [
      'navigation of header and footer',
      `<header><nav>${LINKS}</nav></header><footer><nav>${LINKS}</nav></footer>`,
      ['MAIN_NAV header nav', 'FOOTER_NAV footer nav'],
    ],
    [
      'navigation by its label',
      `<nav aria-label="Main">${LINKS}</nav><nav aria-label="Breadcrumb">${LINKS}</nav>`,
      ['MAIN_NAV nav[aria-label="Main"]', 'BREADCRUMB_NAV nav[aria-label="Breadcrumb"]'],
    ],
    ['navigation by its role', `<ul role="navigation">${LINKS}</ul>`, ['MAIN_NAV ul[role="navigation"]']],
    ['a footer with links', `<footer>${LINKS}</footer>`, ['FOOTER_LINKS footer']],
    [
      'the video of a hero by its file',
      '<section class="hero"><video autoplay muted loop src="/media/sail.mp4"></video></section>',
      ['HERO_VIDEO video[src*="sail.mp4"]'],
    ],
    ['a video by what alone it is', '<video controls><source src="/m/a.webm"></video>', ['VIDEO video']],
    ['many videos as one', '<video src="/one.mp4"></video>'.repeat(5), ['VIDEO video']],
    ['audio', '<audio id="shanty" controls></audio>', ['AUDIO_PLAYER audio#shanty']],
    [
      'a call to action',
      '<a class="btn btn-primary" href="/booking/">Book <b>now</b></a>',
      ['BOOK_NOW a[href="/booking/"]'],
    ],
    ['a button by its id', '<button id="donate">Donate &amp; help</button>', ['DONATE_HELP button#donate']],
    [
      'a call to action where the menu has the same link',
      `<nav>${link('/book/')}${LINKS}</nav><main><a class="cta" href="/book/">Book a sail</a></main>`,
      ['MAIN_NAV nav', 'BOOK_A_SAIL main a[href="/book/"]'],
    ],
    ['a telephone number', `${link('tel:+16195550100')}${link('tel:+16195550101')}`, ['PHONE_LINK a[href^="tel:"]']],
    [
      'a part by its id',
      '<section id="pricing-table"><h2>Prices</h2></section>',
      ['PRICING_TABLE section#pricing-table'],
    ],
    [
      'structured data, however many blocks',
      '<script type="application/ld+json">{"@type":"Product"}</script>'.repeat(2),
      ['STRUCTURED_DATA script[type="application/ld+json"]'],
    ],
    [
      'an attribute that names parts',
      '<p data-testid="hero-line"></p><p data-testid="crew-note"></p>',
      ['data-testid data-testid'],
    ],
  ])('%s', (_what, markup, proposals) => {
    expect(proposed(markup)).toEqual(proposals);
  });

  it('data-feature where it is not configured', () => {
    const markup = '<p data-feature="HERO"></p>';
    expect(proposed(markup, { sources: [{ comment: 'feature' }] })).toEqual(['data-feature data-feature']);
  });

  it('a form, and not the part around it that says the same', () => {
    const form = '<form id="contactForm"><input></form>';
    expect(proposed(`<section id="contact">${form}</section>`)).toEqual(['CONTACT_FORM form#contactForm']);
    expect(proposed('<section id="contact"></section>')).toEqual(['CONTACT section#contact']);
  });

  it('says where, why and how sure', () => {
    const [suggestion] = suggestionsOf({ 'a/index.html': page('\n<form id="contact"><input></form>') });
    expect(suggestion).toEqual({
      kind: 'form',
      name: 'CONTACT_FORM',
      source: { selector: 'form#contact', name: 'CONTACT_FORM' },
      why: 'A form through which visitors write.',
      confidence: 'high',
      pages: [{ page: 'a/index.html', line: 6, excerpt: '<form id="contact"><input></form>' }],
    });
  });
});

describe('does not propose', () => {
  it.each([
    ['a page of text', '<h1>Sails</h1><p>Three hours, twelve guests.</p><a href="/more">More</a>'],
    [
      'ids that a tool made',
      '<form id=":r1:"><input></form><form id="ember123"><input></form><form id="a1b2c3d4e5"><input></form>',
    ],
    ['forms that nothing tells apart', '<form><input name="a"></form><form><input name="b"></form>'],
    ['two forms of one kind without names', '<form><input type="email"></form>'.repeat(2)],
    ['a form that nobody can fill in', '<form id="contact"></form>'],
    ['navigation without links', '<nav id="main"></nav>'],
    ['a footer with a line of text', '<footer><p>Places are held.</p></footer>'],
    [
      'links and buttons that ask for nothing',
      '<a class="btn" href="/about">About us</a><button id="x">Close</button>',
    ],
    ['buttons of a form, which is one feature', '<form><button id="go">Subscribe</button></form>'],
    ['calls to action that nothing names', '<button class="css-1x2y3z">Book now</button>'],
    [
      'an address that says nothing',
      '<a class="btn" href="#">Book now</a><a class="btn" href="javascript:book()">Buy</a>',
    ],
    ['videos in a template', '<template><video src="/a.mp4"></video></template>'],
    [
      'the headings of a long text',
      ['gallery', 'events', 'offers', 'tour', 'crew', 'chat', 'map']
        .map((id) => `<section id="${id}"></section>`)
        .join(''),
    ],
    ['numbered parts', '<section id="offer-1"></section><section id="offer-2"></section>'],
    ['an attribute whose names a tool made', '<p data-testid="x8f3a9b1c2"></p><p data-testid="y1d4e5f6a7"></p>'],
    [
      'an attribute with more names than a page may have',
      Array.from({ length: 150 }, (_, at) => `<p data-testid="part-${at}">`).join(''),
    ],
  ])('%s', (_what, markup) => {
    expect(proposed(markup)).toEqual([]);
  });

  it('what is no HTML', () => {
    expect(suggestionsOf({ 'index.html': '' })).toEqual([]);
  });

  it.each([
    ['marks', '<form id="contact" data-feature="CONTACT"><input></form>', [{ attribute: 'data-feature' }]],
    ['selects', '<form id="contact"><input></form>', [{ selector: '#contact', name: 'WRITE_TO_US' }]],
    [
      'selects by siblings',
      '<p></p><form id="contact"><input></form>',
      [{ selector: 'p + form', name: 'WRITE_TO_US' }],
    ],
    [
      'names so already',
      '<p data-feature="CONTACT_FORM"></p><form id="contact"><input></form>',
      [{ attribute: 'data-feature' }],
    ],
    ['finds in its code', '<script>load("https://js.driftt.com/x")</script>', [{ pattern: 'driftt', name: 'CHAT' }]],
  ])('what a configured source %s', (_how, markup, sources) => {
    expect(proposed(markup, { sources })).toEqual([]);
  });

  it.each([
    ['by its name', '<form id="contact"><input></form>', { tokens: ['CONTACT_FORM'] }],
    [
      'by where it stands',
      '<section data-feature="OLD"><form id="contact"><input></form></section>',
      { tokens: ['OLD'] },
    ],
    ['by what it says', '<a class="btn" href="/x">Book for Ranch &amp; Coast</a>', { phrases: ['Ranch & Coast'] }],
    ['by an attribute that would find it', '<p data-cy="OLD_HERO"></p>', { tokens: ['OLD_HERO'] }],
  ])('what is retired %s', (_how, markup, retired) => {
    expect(proposed(markup)).toHaveLength(1);
    expect(proposed(markup, { retired })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { world } from '../world.ts';
import { findingsOf } from './edits.ts';

/** A page with more on it than the feature: it is neither empty nor cut off when the feature is. */
const page = (feature: string, more = '') =>
  `<!doctype html>
<html><head><title>Boats</title></head>
<body><h1>Sail with us</h1>
${feature}
<p>Open all year.</p>${more}
</body></html>
`;

const hollow = (before: string, after: string, by?: Parameters<typeof findingsOf>[2]) =>
  findingsOf(page(before), page(after), by).filter(({ code }) => code === 'token.hollow');

const CHECKOUT = `<section data-feature="CHECKOUT" class="card">
  <h2>Book a sail</h2>
  <form action="/pay" onsubmit="return pay(this)"><input name="guests"><button>Pay now</button></form>
</section>`;

const SLIDES = '<div data-feature="HERO"><div class="slide one"></div><div class="slide two"></div></div>';
const LINK = '<a data-feature="BOOK" href="/book">Book now</a>';
const LINK_IN_BOX = '<div data-feature="BOOK"><p>Two seats left</p><a href="/book">Book now</a></div>';
const BUTTON = '<button data-feature="PAY" onclick="pay()">Pay now</button>';
const PHOTO = '<figure data-feature="HERO"><img src="/boat.jpg" alt="A boat"><figcaption>At sea</figcaption></figure>';

describe('a feature that holds nothing any more', () => {
  it.each([
    ['all of a section', CHECKOUT, '<section data-feature="CHECKOUT" class="card"></section>'],
    ['all but white space', CHECKOUT, '<section data-feature="CHECKOUT">\n  \n</section>'],
    ['all but a comment', CHECKOUT, '<section data-feature="CHECKOUT"><!-- <form action="/pay"> --></section>'],
    [
      'what now stands in a template',
      CHECKOUT,
      '<section data-feature="CHECKOUT"><template><form action=/pay>Pay</form></template></section>',
    ],
    ['what now stands after it', PHOTO, '<figure data-feature="HERO"></figure><img src="/boat.jpg"><p>At sea</p>'],
    ['its text', '<p data-feature="LINE">From $45</p>', '<p data-feature="LINE"></p>'],
    ['its text, but for a space', '<p data-feature="LINE">From $45</p>', '<p data-feature="LINE">&nbsp;</p>'],
    ['its elements', SLIDES, '<div data-feature="HERO"></div>'],
    ['its own source', '<img data-feature="HERO" src="/boat.jpg">', '<img data-feature="HERO">'],
    ['text of a button', '<button data-feature="PAY">Pay now</button>', '<button data-feature="PAY"></button>'],
    ['where a link goes and what it says', LINK, '<a data-feature="BOOK" href="#"></a>'],
    ['the script in it', '<div data-feature="MAP"><script>draw()</script></div>', '<div data-feature="MAP"></div>'],
  ])('is undone: it lost %s', (_, before, after) => {
    expect(hollow(before, after)).toMatchObject([{ code: 'token.hollow', severity: 'rollback' }]);
  });

  it.each([
    ['filled by a new script', PHOTO, '<figure data-feature="HERO"></figure>', '<script src="/hero.js"></script>'],
    [
      'filled by a script that has grown',
      PHOTO,
      '<figure data-feature="HERO"></figure>',
      '<script>show("hero")</script>',
    ],
    ['filled by an attribute', '<p data-feature="LINE">Sail</p>', '<p data-feature="LINE" x-text="line"></p>'],
    ['translated by script', '<h2 data-feature="LINE">Sail</h2>', '<h2 data-feature="LINE" data-i18n="hero"></h2>'],
    [
      'loaded when it is asked for',
      '<div data-feature="FILM"><iframe src="https://films.example/embed/1"></iframe></div>',
      '<div data-feature="FILM" data-film-id="1"></div>',
    ],
    [
      'drawn by rules on the page',
      PHOTO,
      '<figure data-feature="HERO"></figure>',
      '<style>[data-feature=HERO] { background: url(/boat.jpg) }</style>',
    ],
    [
      'drawn by a new style sheet',
      PHOTO,
      '<figure data-feature="HERO"></figure>',
      '<link rel="stylesheet" href="/hero.css">',
    ],
    [
      'shown where no script runs',
      '<div data-feature="SEEN"><img src="/seen"></div>',
      '<div data-feature="SEEN"><noscript><img src="/seen"></noscript></div>',
    ],
    ['drawn by its class', PHOTO, '<figure data-feature="HERO" class="hero-photo"></figure>'],
    [
      'drawn by a class more',
      '<div data-feature="HERO" class="wide"><img src="/boat.jpg"></div>',
      '<div data-feature="HERO" class="wide photo"></div>',
    ],
    [
      'marked by an anchor before it',
      CHECKOUT,
      `<a id="pay" data-feature="CHECKOUT"></a>${CHECKOUT.replace(' data-feature="CHECKOUT"', '')}`,
    ],
    ['marked by a line', '<p data-feature="END">***</p>', '<hr data-feature="END">'],
  ])('is told as empty, and stays live, where it may be %s', (_, before, after, script = '') => {
    expect(findingsOf(page(before), page(after, script))).toMatchObject([
      {
        code: 'token.hollow',
        severity: 'alert',
        says: expect.stringMatching(/^The upload left the feature .* empty: /),
      },
    ]);
  });

  it('is undone where the page has another script of less', () => {
    const [whole, less] = ['<script>show("hero", "boat")</script>', '<script>show("hero")</script>'];
    const empty = '<figure data-feature="HERO"></figure>';
    expect(findingsOf(page(PHOTO, whole), page(empty, less))).toMatchObject([{ severity: 'rollback' }]);
    const file = '<script src="/new.js"></script>';
    expect(findingsOf(page(PHOTO, whole), page(empty, file))).toMatchObject([{ severity: 'alert' }]);
  });

  it('is told by name and place, with what is gone', () => {
    expect(hollow(CHECKOUT, '<section data-feature="CHECKOUT"></section>')).toEqual([
      {
        code: 'token.hollow',
        severity: 'rollback',
        token: 'CHECKOUT',
        place: { line: 4, excerpt: '<section data-feature="CHECKOUT"></section>' },
        says: 'The upload left the feature CHECKOUT empty: its 3 elements, 15 characters of text, 1 link or source and 1 handler or script are gone.',
      },
    ]);
    expect(hollow('<p data-feature="A"><b></b></p>', '<p data-feature="A"></p>')[0]?.says).toBe(
      'The upload left the feature A empty: its 1 element is gone.',
    );
  });

  it('is found by all elements that carry it together', () => {
    const two = '<p data-feature="PRICE">$45</p><p data-feature="PRICE">$60</p>';
    expect(hollow(two, '<p data-feature="PRICE"></p><p data-feature="PRICE">$60</p>')).toEqual([]);
    expect(hollow(two, '<p data-feature="PRICE"></p><p data-feature="PRICE"></p>')).toHaveLength(1);
  });

  it('is found where a selector names it, and not where only a comment or a pattern does', () => {
    const [before, after] = ['<form id="pay">Pay</form>', '<form id="pay"></form>'];
    const by = (sources: Parameters<typeof findingsOf>[2]) => hollow(before, after, sources).map(({ token }) => token);
    expect(by({ sources: [{ selector: 'body form#pay', name: 'PAY' }] })).toEqual(['PAY']);
    expect(by({ sources: [{ pattern: 'id="pay"', name: 'PAY' }] })).toEqual([]);
    expect(by({ sources: [{ selector: 'p ~ form, h1 + form', name: 'PAY' }] })).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString'])('is found by the name %s', (name) => {
    const named = (inside: string) => `<p data-feature="${name}">${inside}</p>`;
    expect(hollow(named('Sail'), named(''))).toMatchObject([{ token: name }]);
    expect(hollow('<p data-feature="OTHER">Sail</p>', `<p data-feature="OTHER">Sail</p>${named('')}`)).toEqual([]);
  });
});

describe('a feature that lost all of one kind', () => {
  it.each([
    [
      'its link',
      LINK_IN_BOX,
      '<div data-feature="BOOK"><p>Two seats left</p><a>Book now</a></div>',
      'its only link or source is gone',
    ],
    ['where its link goes', LINK, '<a data-feature="BOOK" href="#">Book now</a>', 'its only link or source is gone'],
    [
      'its picture',
      PHOTO,
      '<figure data-feature="HERO"><figcaption>At sea</figcaption></figure>',
      'its only link or source is gone',
    ],
    ['its handler', BUTTON, '<button data-feature="PAY">Pay now</button>', 'its only handler or script is gone'],
    [
      'its handler, and its text to its label',
      BUTTON,
      '<button data-feature="PAY" aria-label="Pay now"></button>',
      'its only handler or script is gone',
    ],
    ['its text', LINK, '<a data-feature="BOOK" href="/book"></a>', 'all of its 7 characters of text are gone'],
    [
      'its fields and words',
      CHECKOUT,
      '<section data-feature="CHECKOUT"><form action="/pay"></form></section>',
      'all of its 15 characters of text and its only handler or script are gone',
    ],
  ])('is told, and stays live: %s', (_, before, after, gone) => {
    expect(hollow(before, after)).toMatchObject([
      {
        severity: 'alert',
        says: expect.stringMatching(new RegExp(`^The upload kept the feature [A-Z]+, but ${gone}\\.$`)),
      },
    ]);
  });

  it.each([
    ['a link turned into a button', LINK, '<button data-feature="BOOK">Book now</button>'],
    [
      'a link in it turned into a button',
      LINK_IN_BOX,
      '<div data-feature="BOOK"><p>Two seats left</p><button>Book now</button></div>',
    ],
    ['a link that a handler opens now', LINK, '<a data-feature="BOOK" href="#" onclick="book()">Book now</a>'],
    ['a handler turned into a link', BUTTON, '<a data-feature="PAY" href="/pay">Pay now</a>'],
    ['a handler written otherwise', BUTTON, '<button data-feature="PAY" @click="pay">Pay now</button>'],
    [
      'a picture replaced by text',
      PHOTO,
      '<figure data-feature="HERO"><p>A boat at sea</p><figcaption>At sea</figcaption></figure>',
    ],
    [
      'a picture drawn in place',
      PHOTO,
      '<figure data-feature="HERO"><svg><path d="M0 0"/></svg><figcaption>At sea</figcaption></figure>',
    ],
    [
      'a picture loaded late',
      '<img data-feature="HERO" src="/boat.jpg">',
      '<img data-feature="HERO" data-src="/boat.jpg" loading="lazy">',
    ],
    [
      'a picture set by style',
      PHOTO,
      '<figure data-feature="HERO" style="background: url(/boat.jpg)"><figcaption>At sea</figcaption></figure>',
    ],
    [
      'text set as a picture',
      '<h2 data-feature="LINE">Sail</h2>',
      '<h2 data-feature="LINE"><img src="/sail.svg" alt="Sail"></h2>',
    ],
    [
      'text replaced by an icon',
      '<a data-feature="M" href="/"><span>Menu</span></a>',
      '<a data-feature="M" href="/" aria-label="Menu"><i class="icon-menu"></i></a>',
    ],
    [
      'a section that became one field',
      '<div data-feature="MAIL"><label>Mail</label><input></div>',
      '<input data-feature="MAIL" placeholder="Mail">',
    ],
    [
      'text that only its label says now',
      '<button data-feature="PAY">Pay now</button>',
      '<button data-feature="PAY" aria-label="Pay now"></button>',
    ],
    ['a link turned into an icon button', LINK, '<button data-feature="BOOK" class="icon" title="Book now"></button>'],
    [
      'a style sheet written into the page',
      '<link data-feature="T" rel="a" href="/t.css">',
      '<style data-feature="T">a{}</style>',
    ],
    [
      'a frame that waits for consent',
      '<iframe data-feature="MAP" src="https://maps.example/"></iframe>',
      '<iframe data-feature="MAP" data-src-cmplz="https://maps.example/"></iframe>',
    ],
    ...['text/plain', 'text/partytown', 'a1b2c3-text/javascript'].map((type): [string, string, string] => [
      `a script that waits as ${type}`,
      '<script data-feature="COUNT">count(1)</script>',
      `<script data-feature="COUNT" type="${type}" data-category="analytics">count(1)</script>`,
    ]),
    ['a section that became a component', CHECKOUT, '<booking-form data-feature="CHECKOUT"></booking-form>'],
    ['a section that became a canvas', PHOTO, '<canvas data-feature="HERO"></canvas>'],
    [
      'a section that became its picture',
      '<div data-feature="HERO"><h2>At sea</h2></div>',
      '<img data-feature="HERO" src="/boat.jpg">',
    ],
  ])('is as it was meant: %s', (_, before, after) => {
    expect(hollow(before, after)).toEqual([]);
  });

  it.each([
    ['an inline script', '<script>document.querySelector("button").onclick = pay</script>'],
    ['a script of its own file', '<script src="/pay.js"></script>'],
  ])('may have its handlers in %s now', (_, script) => {
    const without = page('<button data-feature="PAY">Pay now</button>', script);
    expect(findingsOf(page(BUTTON), without)).toEqual([]);
    expect(findingsOf(page(BUTTON, script), without)).toMatchObject([{ code: 'token.hollow', severity: 'alert' }]);
  });

  it('is told when only data was added to the page', () => {
    const data = '<script type="application/json">{"pay":"now and here"}</script>';
    expect(findingsOf(page(BUTTON), page('<button data-feature="PAY">Pay now</button>', data))).toHaveLength(1);
  });
});

describe('a feature that is no emptier than it was meant to be', () => {
  it.each([
    ['the same', CHECKOUT, CHECKOUT],
    ['indented anew', CHECKOUT, CHECKOUT.replaceAll(/\n\s*/g, '\n\t\t\t')],
    ['minified', CHECKOUT, CHECKOUT.replaceAll(/\n\s*/g, '')],
    [
      'with its attributes in another order',
      CHECKOUT,
      CHECKOUT.replace('data-feature="CHECKOUT" class="card"', "class='card' data-feature=CHECKOUT"),
    ],
    ['commented', CHECKOUT, CHECKOUT.replaceAll('<', '<!-- x --><')],
    [
      'always empty, and filled by script',
      '<div data-feature="REVIEWS" id="reviews"></div>',
      '<div data-feature="REVIEWS" class="wide"></div>',
    ],
    ['filled at last', '<div data-feature="REVIEWS"></div>', '<div data-feature="REVIEWS"><p>Lovely</p></div>'],
    [
      'without the notice that it is loading',
      '<div data-feature="REVIEWS">Loading reviews…</div>',
      '<div data-feature="REVIEWS"></div>',
    ],
    [
      'without a notice in another language',
      '<div data-feature="REVIEWS"><p>Wird geladen ...</p></div>',
      '<div data-feature="REVIEWS"></div>',
    ],
    [
      'without its skeleton',
      '<ul data-feature="REVIEWS" aria-busy="true"><li></li><li></li></ul>',
      '<ul data-feature="REVIEWS"></ul>',
    ],
    [
      'without a spinner',
      '<div data-feature="REVIEWS"><div class="c-spinner"><i></i><i></i></div></div>',
      '<div data-feature="REVIEWS"></div>',
    ],
    [
      'with a skeleton in place of a placeholder',
      '<div data-feature="REVIEWS">Loading…</div>',
      '<div data-feature="REVIEWS"><i class="skeleton-line"></i></div>',
    ],
    [
      'with a skeleton in place of what was written out',
      PHOTO,
      '<figure data-feature="HERO"><i class="skeleton"></i></figure>',
    ],
    ['with less text', CHECKOUT, CHECKOUT.replace('Book a sail', 'Book')],
    ['with another text', CHECKOUT, CHECKOUT.replace('Book a sail', 'Sail away with us tonight')],
    ['with fewer fields', CHECKOUT, CHECKOUT.replace('<input name="guests">', '')],
    [
      'with one of two links',
      `<nav data-feature="NAV"><a href="/a">A</a><a href="/b">B</a></nav>`,
      '<nav data-feature="NAV"><a href="/a">A</a></nav>',
    ],
    ['with other addresses', PHOTO, PHOTO.replace('/boat.jpg', '/boat.4f2a91.jpg')],
    [
      'with another nonce',
      '<div data-feature="MAP"><script nonce="a1">draw()</script></div>',
      '<div data-feature="MAP"><script nonce="b2">draw()</script></div>',
    ],
    [
      'rewritten',
      CHECKOUT,
      '<div data-feature="CHECKOUT"><p>Call us to book: <a href="tel:+15550100">555-0100</a></p></div>',
    ],
    ['elsewhere on the page', `${CHECKOUT}${PHOTO}`, `${PHOTO}${CHECKOUT}`],
    ['with CRLF', CHECKOUT, CHECKOUT.replaceAll('\n', '\r\n')],
    [
      'cut to a tenth',
      `<ul data-feature="NEWS">${'<li><a href="/n">News of the day</a></li>'.repeat(10)}</ul>`,
      '<ul data-feature="NEWS"><li><a href="/n">News</a></li></ul>',
    ],
    [
      'rendered at another time',
      '<footer data-feature="END">Built at 10:02:31</footer>',
      '<footer data-feature="END">Built at 9:11</footer>',
    ],
    ['moved into another section', CHECKOUT, `<main><div class="wide">${CHECKOUT}</div></main>`],
    ['hidden until a script shows it', CHECKOUT, CHECKOUT.replace('class="card"', 'hidden style="display:none"')],
  ])('is silent about one %s', (_, before, after) => {
    expect(findingsOf(page(before), page(after)).filter(({ code }) => code.startsWith('token'))).toEqual([]);
  });

  it('is silent about one that was retired', () => {
    const banner = (inside: string) => `<p data-feature="OLD_BANNER">${inside}</p>`;
    expect(hollow(banner('Winter sale'), banner(''))).toEqual([]);
  });
});

describe('the guard', () => {
  it('puts a feature back that was emptied, and leaves one live that only lost its link', async () => {
    const { upload, look, served, incidents } = world();
    const [whole, unlinked] = [page(LINK_IN_BOX), page(LINK_IN_BOX.replace(' href="/book"', ''))];
    for (const version of [whole, page('<div data-feature="BOOK"></div>')]) {
      upload('index.html', version);
      await look('index.html');
    }
    expect(served('index.html')).toBe(whole);
    upload('index.html', unlinked);
    await look('index.html');
    expect(served('index.html')).toBe(unlinked);
    expect(incidents().map(({ state, codes }) => [state, codes])).toEqual([
      ['restored', ['token.hollow']],
      ['observed', ['token.hollow']],
    ]);
  });
});

describe('what is told otherwise', () => {
  it('is told of the page when nothing is left of it', () => {
    expect(
      findingsOf(page(CHECKOUT), '<!doctype html><section data-feature="CHECKOUT"></section>').map(({ code }) => code),
    ).toEqual(['page.emptied']);
  });

  it('is told of the page when it was cut off in the feature', () => {
    const whole = page(CHECKOUT);
    const codes = findingsOf(whole, whole.slice(0, whole.indexOf('<h2>'))).map(({ code }) => code);
    expect(codes).toEqual(['page.truncated']);
  });

  it('is told of the feature when it is gone, where it stood', () => {
    const lost = findingsOf(page(CHECKOUT), page('')).filter(({ code }) => code.startsWith('token'));
    expect(lost).toMatchObject([
      {
        code: 'token.lost',
        says: 'The upload lost the feature CHECKOUT.',
        place: { line: 4, excerpt: '<section data-feature="CHECKOUT" class="card">' },
        placeIn: 'baseline',
      },
    ]);
  });
});

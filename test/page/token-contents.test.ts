import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenIn } from '../../src/lib/page/anatomy.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';
import { countedContent } from './contents-oracle.ts';
import { contentOf } from './reading.ts';

const contentsOf = (page: string, sources?: readonly TokenSource[]) => {
  const { tokens, anatomy } = contentOf(page, sources ? { sources } : {});
  return Object.fromEntries([...tokens.keys()].map((token) => [token, tokenIn(anatomy, token)?.content]));
};

/** A tag with its attributes, or anything else that stands on a page. */
type Piece = string | readonly [name: string, attributes: Readonly<Record<string, string>>];

const attributes = fc.record(
  {
    'data-feature': fc.constantFrom('A', 'B', 'C', 'A B', 'B C'),
    href: fc.constantFrom('/x', '#'),
    src: fc.constant('/y.js?a=1&b=2'),
    'data-src': fc.constant('z'),
    action: fc.constant('/pay'),
    onclick: fc.constant("pay('x')"),
    '@click': fc.constant('pay'),
    class: fc.constantFrom('wide', 'skeleton'),
    'aria-label': fc.constantFrom('', 'Sail &amp; dine'),
  },
  { requiredKeys: [] },
);
const names = ['div', 'p', 'b', 'a', 'img', 'br', 'input', 'canvas', 'book-now', 'li', 'button', 'template', 'td'];
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...names), attributes) },
  { weight: 3, arbitrary: fc.constantFrom(...names.map((name) => `</${name}>`)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Sail',
      'a &amp; b',
      '&nbsp;',
      '…',
      'Loading...',
      '≤ 1 < 2 ',
      '⛵',
      '<script>run( 1 )</script>',
    ),
  },
  { weight: 1, arbitrary: attributes.map((own): Piece => ['script', own]) },
);
const pieces: fc.Arbitrary<readonly Piece[]> = fc.array(piece, { maxLength: 24 });

const plain = (parts: readonly Piece[]) => parts.map((part) => written(part, (entries) => entries)).join('');

function written(part: Piece, order: (entries: [string, string][]) => [string, string][], space = ' '): string {
  if (typeof part === 'string') return part;
  const own = order(Object.entries(part[1])).map(([name, value]) => `${space}${name}="${value}"`);
  return `<${part[0]}${own.join('')}${space.trimStart()}>${part[0] === 'script' ? '</script>' : ''}`;
}

describe('the content of a feature', () => {
  it('is what counting on the tree of the page comes to', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const page = plain(parts);
        const found = contentsOf(page);
        for (const [token, content] of Object.entries(found))
          expect(content, page).toEqual(countedContent(page, token));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not change with white space, comments and the order of attributes', () => {
    const noise = fc.array(fc.constantFrom('', '\n  ', '\t', '<!-- Loading… -->', '<!---->', ' '), {
      minLength: 24,
      maxLength: 24,
    });
    fc.assert(
      fc.property(pieces, noise, fc.constantFrom(' ', '\n\t', '  '), (parts, between, space) => {
        const noisy = parts.map(
          (part, at) => `${written(part, (entries) => entries.toReversed(), space)}${between[at] ?? ''}`,
        );
        expect(contentsOf(noisy.join(''))).toEqual(contentsOf(plain(parts)));
      }),
      { numRuns: 2000 },
    );
  });

  it('counts once what stands in two elements of the same feature, and for each of two features', () => {
    const found = contentsOf('<div data-feature="A"><p data-feature="A B">Sail<br></p></div>');
    expect(found).toMatchObject({
      A: { carrier: 'div', text: 4, elements: 1 },
      B: { carrier: 'p', text: 4, elements: 0 },
    });
  });

  it('is known of elements that a selector tells by their path, and of scripts by what they load', () => {
    const page = '<main><form id="pay"><input></form></main><script src="https://js.stripe.com/v3"></script>';
    const sources = [
      { selector: 'main > form', name: 'PAY' },
      { selector: 'script[src*=stripe]', name: 'STRIPE' },
      { selector: 'form:has(input)', name: 'FIELDS' },
      { pattern: 'stripe', name: 'WORD' },
    ];
    expect(contentsOf(page, sources)).toEqual({
      PAY: {
        carrier: 'form',
        text: 0,
        elements: 1,
        sources: 0,
        handlers: 0,
        label: 0,
        attributes: 1,
        scriptElsewhere: 1,
        otherwise: 0,
      },
      STRIPE: {
        carrier: 'script',
        text: 0,
        elements: 0,
        sources: 1,
        handlers: 0,
        label: 0,
        attributes: 1,
        scriptElsewhere: 0,
        otherwise: 0,
      },
      FIELDS: undefined,
      WORD: undefined,
    });
  });

  it.each([
    ['href="javascript:pay()"', 0, 1],
    ['href="javascript:void(0)"', 0, 0],
    ['href="#"', 0, 0],
    ['href="#pay"', 1, 0],
    ['src="about:blank"', 0, 0],
    ['srcset="/a.jpg 2x"', 1, 0],
    ['xlink:href="#icon"', 1, 0],
    ['data-bg="/a.jpg"', 1, 0],
    ['data-source="list"', 0, 0],
    ['data-src-cmplz="/map"', 1, 0],
    ['data-suppressedsrc="/map"', 1, 0],
    ['href=" #\n"', 0, 0],
    ['href=" javascript: ;; "', 0, 0],
    ['href=" JavaScript:\n pay()"', 0, 1],
    ['style="background: url( )"', 0, 0],
    ['style="background: url( \' a.png\')"', 1, 0],
    [':href="address"', 1, 0],
    ['hx-post="/pay"', 1, 0],
    ['style="background: url(a.png)"', 1, 0],
    ['style="color: red"', 0, 0],
    ['onclick=" "', 0, 0],
    ['v-on:click="pay"', 0, 1],
    ['(click)="pay()"', 0, 1],
    ['data-action="pay#now"', 0, 1],
    ['only="1"', 0, 0],
  ])('counts %s as %i sources and %i handlers', (attribute, sources, handlers) => {
    expect(contentsOf(`<div data-feature="A" ${attribute}></div>`)).toMatchObject({ A: { sources, handlers } });
  });

  it('counts characters that entities stand for, wherever a long text is cut to be read', () => {
    const run = `${'x'.repeat(16_380)}&CounterClockwiseContourIntegral;&amp;`;
    const text = 3 * (16_380 + 2);
    expect(contentsOf(`<p data-feature="A">${run.repeat(3)}</p>`)).toMatchObject({ A: { text } });
  });

  it('is not what the style sheets and scripts of a drawing say', () => {
    const drawing = '<svg data-feature="A"><style>a{}<![CDATA[b]]></style><script>x</script><text>Sail</text></svg>';
    expect(contentsOf(drawing)).toMatchObject({ A: { text: 4, elements: 1 } });
  });

  it('is a marked style sheet with rules in it, and no other', () => {
    const sources = (page: string) => contentsOf(page).A?.sources;
    expect(sources('<style data-feature=A>a{}</style>')).toBe(1);
    expect(sources('<style data-feature=A> \n</style>')).toBe(0);
    expect(sources('<div data-feature=A><style>a{}</style></div>')).toBe(0);
  });

  it.each(['', 'module', 'text/plain', 'text/partytown', 'a1b2-text/javascript', 'text/babel'])(
    'is a script of the type "%s"',
    (type) => {
      const page = `<script type="${type}">go()</script><div data-feature=A><script type="${type}">go()</script></div>`;
      expect(contentsOf(page)).toMatchObject({ A: { handlers: 1, scriptElsewhere: 4 } });
    },
  );

  it.each(['application/json', 'text/x-template', 'text/html', 'importmap', 'speculationrules'])(
    'is no data of the type "%s"',
    (type) => {
      const page = `<script type="${type}">go()</script><div data-feature=A><script type="${type}">go()</script></div>`;
      expect(contentsOf(page)).toMatchObject({ A: { handlers: 0, scriptElsewhere: 0 } });
    },
  );

  it('knows how much style and how much for want of scripts there is on the whole page', () => {
    const page = '<style>a { }</style><p data-feature=A><style>b{}</style><noscript><i></noscript></p>';
    expect(contentsOf(page)).toMatchObject({ A: { otherwise: 9, text: 0, elements: 0 } });
  });

  it('counts what its elements are called, and the attributes and classes of the outermost alone', () => {
    const page = '<a data-feature=A class="big  red" title="Go on"><img alt="A boat"><i data-feature=A data-x></i></a>';
    expect(contentsOf(page)).toMatchObject({ A: { label: 9, attributes: 5, text: 0 } });
  });

  it('remembers no more of a name than 32 characters', () => {
    expect(contentsOf(`<${'x'.repeat(99)} data-feature="A">`)).toMatchObject({ A: { carrier: 'x'.repeat(32) } });
  });
});

describe('hostile pages', () => {
  const fill = (part: string) => part.repeat(Math.ceil((2 * 1024 * 1024) / part.length));
  const tokens = Array.from({ length: 198 }, (_, index) => `F${index}`);
  const limits = { depth: Number.POSITIVE_INFINITY };

  it.each<[string, string]>([
    ['elements of one feature, nested', fill('<div data-feature=A>')],
    ['elements of many features, nested', fill(tokens.map((token) => `<div data-feature=${token}>`).join(''))],
    ['elements that each carry all features', fill(`<div data-feature="${tokens.join(' ')}">`)],
    ['a feature named over and over', `<div data-feature="${fill('A ')}">`],
    ['attributes', `<div data-feature=A><a ${fill('x=1 ')}>`],
    ['an address', `<div data-feature=A><a href="${fill('javascript: ')}">`],
    ['a style', `<div data-feature=A style="${fill('url( ')}">`],
    ['a style of white space', `<div data-feature=A style="url(${fill(' ')}">`],
    ['a style of white space and quotes', `<div data-feature=A style="${fill(`url(${' '.repeat(9999)}"`)}">`],
    ['an address of white space', `<div data-feature=A><a href="${fill(' ')}x">`],
    ['a script address of white space', `<div data-feature=A><a href="javascript:${fill(' ')}x">`],
    ['a script address of semicolons', `<div data-feature=A><a href="javascript:${fill(';')}x">`],
    ['an attribute with a long name', `<div data-feature=A data-${fill('a-')}>`],
    ['an attribute with the names of sources', `<div data-feature=A data-${fill('src-')}!>`],
    ['classes', `<div data-feature=A class="${fill('skeleton')}">`],
    ['entities', `<div data-feature=A>${fill('&amp;')}`],
    ['ampersands', `<div data-feature=A>${fill('&')}`],
    ['scripts', `<div data-feature=A>${fill('<script>x</script>')}`],
    ['placeholders', `<div data-feature=A>${fill('<i class=skeleton>…')}`],
  ])('are measured to their end: %s', { timeout: 60_000 }, (_what, page) => {
    const sources = [{ attribute: 'data-feature' }, { selector: 'div i', name: 'I' }];
    const { anatomy } = contentOf(`${page}<b data-feature=END>end`, { sources, limits });
    expect(Object.keys(anatomy.tokens).length).toBeLessThanOrEqual(200);
    const last = page.includes('<div data-feature="A ') ? 'A' : (Object.keys(anatomy.tokens).at(-1) ?? '');
    expect(tokenIn(anatomy, last)?.content).toBeDefined();
  });
});

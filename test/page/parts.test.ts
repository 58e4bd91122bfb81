import { describe, expect, it } from 'vitest';
import { contentOf } from './reading.ts';

const MIB = 1024 * 1024;
const parts = (page: string) => contentOf(page).anatomy.parts.map(({ kind, name }) => `${kind} ${name}`);
const script = (src: string) => `<script src="${src}"></script>`;

describe('the name of a part', () => {
  it.each([
    ['app.js?v=3#top', '/app.js'],
    ['./js/../js/app.min.js', '/js/js/app.js'],
    ['main~abc123.chunk.js', '/main.js'],
    ['/v1.2.3/app.mjs', '/app.js'],
    ['/assets/index-BxT3k9Qa.js', '/assets/index.js'],
    ['/assets/index-DgHxTqPz.js', '/assets/index.js'],
    ['/_nuxt/BxT3k9Qa.js', '/_nuxt/*.js'],
    ['/_next/static/AbC-1xY_z9k2LmN0pQrSt/_buildManifest.js', '/_next/static/buildManifest.js'],
    ['/wp-includes/jquery-3.6.0.slim.min.js', '/wp-includes/jquery.js'],
    ['style.20240101.css.js', '/style.css.js'],
    ['/js/bootstrap.bundle.min.js', '/js/bootstrap.js'],
    ['/js/bundle.js', '/js/bundle.js'],
    ['/js/date-picker.js', '/js/date-picker.js'],
    ['/js/LazyLoad.js', '/js/LazyLoad.js'],
    ['/js/shBrushJScript.js', '/js/shBrushJScript.js'],
    ['/js/swiper11.js', '/js/swiper11.js'],
    ['/js/facade.js', '/js/facade.js'],
    ['https://JS.Stripe.com/v3/', 'js.stripe.com'],
    ['//www.googletagmanager.com/gtag/js?id=G-1', 'googletagmanager.com/gtag'],
    ['http://cdn.example/npm/@scope/pkg@1.2/dist/x.js', 'cdn.example/npm/@scope/pkg/dist/x.js'],
    ['https://cdn.example/swiper@11', 'cdn.example/swiper'],
  ])('of a script at %s is %s', (src, name) => {
    expect(parts(script(src))).toEqual([`script ${name}`]);
  });

  it.each([
    ['<form>', 'form without action or id'],
    ['<form action="" name=contact>', 'form #contact'],
    ['<form action="#" id=search>', 'form #search'],
    ['<form action="javascript:void(0)" id=search>', 'form #search'],
    ['<form action="book;jsessionid=1a?x" method=Post>', 'form POST /book'],
    ['<form action="https://www.boats.example/">', 'form GET boats.example/'],
    ['<link rel="canonical" href="https://boats.example/a/index.html?x">', 'canonical boats.example/a'],
    ['<link rel="alternate stylesheet" href="a.css">', 'stylesheet /a.css'],
    ["<script>Stripe('pk_live_1')</script>", 'script Stripe (inline)'],
    ['<script>window._paq=[];_paq.push(["track"])</script>', 'script Matomo (inline)'],
  ])('of %s is %s', (page, part) => {
    expect(parts(page)).toEqual([part]);
  });

  it('is its place in line and excerpt too', () => {
    expect(contentOf('<p>\n  <script src=a.js></script>').anatomy.parts[0]?.place).toEqual({
      line: 2,
      excerpt: '<script src=a.js></script>',
    });
  });
});

describe('the anatomy of a hostile page', () => {
  const fill = (piece: (index: number) => string) => {
    const pieces: string[] = [];
    for (let [index, length] = [0, 0]; length < 2 * MIB; index += 1) length += (pieces[index] = piece(index)).length;
    return pieces.join('');
  };

  it.each<[string, string]>([
    ['scripts in scripts', fill(() => '<script>')],
    ['empty scripts', fill(() => '<script></script>')],
    ['scripts', fill((index) => script(`https://cdn.example/${index}x/lib-${index}x.js`))],
    ['forms', fill((index) => `<form action="/${'f'.repeat(300)}-${index}x">`).slice(0, 100_000)],
    ['the same form', fill(() => '<form action=a></form>')],
    ['snippets', fill(() => "<script>fbq('x')</script>")],
    ['a long address', `<form action="${fill(() => 'a/')}">`],
    ['a name of marks', script(fill(() => '-.~_'))],
    ['types', fill((index) => `<script type="application/ld+json">{"@type":"T${index}"}</script>`)],
    ['a list in lists', `<script type="application/ld+json">${fill(() => '[')}</script>`],
    [
      'a type that is written in full',
      `<script type="application/ld+json">{"@type":"${fill(() => 'a').slice(0, 250_000)}/"}</script>`.repeat(8),
    ],
    ['one line', fill(() => 'word ')],
    ['open elements', '<b-b>'.repeat(500)],
    ['white space', `<p>x${fill(() => ' ')}`],
  ])('is small: %s', (_, page) => {
    const { parts, ending } = contentOf(page).anatomy;
    expect(parts.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(ending).length).toBeLessThan(2000);
    expect(JSON.stringify(parts).length).toBeLessThan(200_000);
  });
});

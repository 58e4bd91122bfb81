import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preview } from './preview-of.ts';
import { whatIsLive } from './what-is-live.ts';

const HOST = 'https://elsewhere.example/x';

const PIECES = [
  ...`< </ > /> / = " ' - ! <!-- --> --!> <![CDATA[ ]]> <!doctype ? & &lt; &quot; &#60; x \\ ( ) { } ; : @ url( @import
<script </script <script> </script> <style </style <style> </style> <title> </title <title </title> <textarea> </textarea>
<noscript> </noscript> <iframe </iframe> <xmp> </xmp> <plaintext> <noembed> </noembed> <template> </template>
<template shadowrootmode=open> <svg> </svg> <math> </math> <foreignObject> </foreignObject> <desc> <mtext> <table> <td>
<select> <option> <form <a <img <image <use <set <animate <body <html <frameset> <object <embed <base <meta <link
<input <button <video <source <area <p> <div`.split(/\s+/),
  ' ',
  '\n',
  '\0',
  ` src=${HOST}`,
  ` src="${HOST}"`,
  ` srcset='${HOST} 2x, y.png'`,
  ` href=${HOST}`,
  ' href=javascript:alert(1)',
  ` xlink:href=${HOST}`,
  ` action=${HOST}`,
  ` formaction=${HOST}`,
  ` data=${HOST}`,
  ` poster=${HOST}`,
  ` background=${HOST}`,
  ` srcdoc="<script>alert(1)</script>"`,
  ' onload=alert(1)',
  ' onerror="alert(1)"',
  ' target=_top',
  ` ping=${HOST}`,
  ' http-equiv=refresh',
  ` content="0;url=${HOST}"`,
  ' rel=stylesheet',
  ' attributeName=href',
  ` to=${HOST}`,
  ` style="background:url(${HOST})"`,
  ` style='background:u\\72l("${HOST}")'`,
  ` fill="url(${HOST}#a)"`,
  `@import "${HOST}";`,
  `@\\69mport url(${HOST});`,
  `a{background:url( '${HOST}' )}`,
  `a{background:u\\000072 l(${HOST})}`,
  `a{background:image-set("${HOST}" 1x)}`,
  `"</style><img src=${HOST}>"`,
  '/*',
  '*/',
  'own.css',
  ' href=own.css',
];

const HOSTILE_SHEET = `@import "more.css";@import url(${HOST});b{background:url(${HOST})}i{content:"</style><script>"}u{background:url(`;

const pageOf = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(''));

describe('a preview of hostile markup', () => {
  it('holds nothing that runs, sends, loads or leads anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(pageOf, async (page) => {
        const shown = await preview(page, { assets: { 'own.css': HOSTILE_SHEET, 'more.css': HOSTILE_SHEET } });
        expect(whatIsLive(shown)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('holds nothing of the kind whatever a style sheet says', async () => {
    await fc.assert(
      fc.asyncProperty(pageOf, async (css) => {
        const page = `<link rel=stylesheet href=own.css><svg><style>${css}</style></svg><style>${css}</style><p style="${css}">`;
        expect(whatIsLive(await preview(page, { assets: { 'own.css': css } }))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('whatIsLive', () => {
  it.each([
    '<script>1</script>',
    '<a href="https://elsewhere.example/">',
    '<form action="/x">',
    '<img src="x.png">',
    '<p onclick="x()">',
    '<style>a{background:url(x.png)}</style>',
    '<style>@import "x.css";</style>',
    '<p style="background:u\\72l(x.png)">',
    '<svg><style>a{background:url("x.png")}</style></svg>',
    '<meta http-equiv="refresh" content="0">'.repeat(2),
  ])('finds %s', (markup) => {
    expect(whatIsLive(markup)).not.toEqual([]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanHtml } from '../../src/lib/page/html-scanner.ts';
import { scannedByParse5, scannedByUs } from './scan-oracle.ts';

const PIECES = `
< </ > /> / = " ' - ! <! <? ? &amp; &lt & x <!-- --> --!> -- <!doctype <![CDATA[ ]]> é \u{1f600} <x:y
data-feature DATA-Feature ="ONE" ='TWO' =THREE =&#84; =&ampx =&lt=
<div <p <a <b> </b> <br> <table> <td> </td> </table> <image <select>
<style> </style> <title> </title> <script> </script> <textarea> <font <p> x=/>
<script </script <SCRIPT </ScRiPt <style </style <textarea </textarea <title </title
<noscript </noscript <iframe </iframe <xmp </xmp <plaintext <noembed> <noframes`
  .split(/\s/)
  .concat(' ', '\n', '\t', '\f', '`');
const TEMPLATES = ['<template', '<template>', '</template', '</template>'];

// not nested, closed by itself or left through another end tag: there parse5's streaming parser departs from the standard
const IN_SVG = `
< > /> / = " ' - <!-- --> --!> <![CDATA[ ]]> x &amp; &lt <g <g> </g> <a> </a> <style> </style <script> </script> <script
<textarea> </textarea> <xmp> <plaintext> <p> <br> <td> <th> <caption> <object> <marquee> data-feature="ONE"`
  .split(/\s/)
  .concat(' ', '\n');

const pageOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

describe('scanHtml', () => {
  it('sees what parse5 sees', () => {
    fc.assert(
      fc.property(pageOf([...PIECES, ...TEMPLATES]), (page) => {
        expect(scannedByUs(page)).toEqual(scannedByParse5(page));
      }),
      { numRuns: 3000 },
    );
  });

  it('sees what parse5 sees in SVG and MathML', () => {
    fc.assert(
      fc.property(pageOf(IN_SVG), pageOf(PIECES), fc.constantFrom('svg', 'math'), (inside, after, root) => {
        const page = `<${root}>${inside}</${root}>${after}`;
        expect(scannedByUs(page)).toEqual(scannedByParse5(page));
      }),
      { numRuns: 3000 },
    );
  });

  it('closes every element that it opened, innermost first', () => {
    fc.assert(
      fc.property(
        pageOf([...PIECES, ...TEMPLATES, '<svg>', '</svg>', '<math>', '<foreignObject>', '</foreignObject>']),
        (page) => {
          const open: string[] = [];
          scanHtml(page, {
            startTag: ({ name }, opened) => opened && open.push(name),
            closed: (name) => expect(name).toBe(open.pop()),
          });
          expect(open).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reports what is inert as one stretch', () => {
    const page = 'a<template>b<template>c</template>d</template>e<template>f';
    const inert: string[] = [];
    scanHtml(page, { inert: (start, end) => inert.push(page.slice(start, end)) });
    expect(inert).toEqual(['b<template>c</template>d', 'f']);
  });

  it('takes a template of SVG for what it is', () => {
    const names: string[] = [];
    scanHtml('<svg><template><g></template></svg>', { startTag: ({ name }) => names.push(name) });
    expect(names).toEqual(['svg', 'template', 'g']);
  });

  it('says how deep elements are nested', () => {
    expect(scanHtml('<div><p>a<p><b>b</b></div><div></div>', {})).toBe(3);
    expect(scanHtml('<div>'.repeat(50), {}, { depth: 10 })).toBe(11);
  });

  it('remembers the first attributes of a tag that has very many, and reads on after it', () => {
    const seen: [string, number, string | undefined, string | undefined][] = [];
    const page = `<a first=1 ${'x '.repeat(150_000)}last=1><b last=2>`;
    scanHtml(page, {
      startTag: (tag) => seen.push([tag.name, tag.attributes.length / 4, tag.value('first'), tag.value('last')]),
    });
    expect(seen).toEqual([
      ['a', 100_000, '1', undefined],
      ['b', 1, undefined, '2'],
    ]);
  });

  it('ends when its listener has enough, and closes nothing then', () => {
    const seen: string[] = [];
    const events = {
      startTag: ({ name }: { name: string }) => seen.push(name),
      closed: (name: string) => seen.push(`/${name}`),
    };
    scanHtml('<a><b><c><d>', events, { when: () => seen.length === 2 });
    expect(seen).toEqual(['a', 'b']);
  });
});

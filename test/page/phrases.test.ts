import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPhrases } from '../../src/lib/page/phrases.ts';
import { phrasesByLine } from './phrases-oracle.ts';
import { contentOf, type Told } from './reading.ts';

const PHRASE = 'For Ranch & Coast readers';

const found = (page: string, phrase = PHRASE, told: Told = {}) =>
  findPhrases(contentOf(page, told), [phrase]).has(phrase);

describe('findPhrases', () => {
  it.each([
    ['as it is', '<p>For Ranch & Coast readers</p>'],
    ['with an entity', '<p>For Ranch &amp; Coast readers</p>'],
    ['with a numeric entity for white space', '<p>For&#32;Ranch&nbsp;&amp;&nbsp;Coast&#x20;readers</p>'],
    ['over lines', '<p>For\n\t  Ranch\r\n&amp; Coast\n readers</p>'],
    ['across inline tags', '<p>For <b>Ranch</b> &amp; <i class="x"><span>Coa</span>st</i> readers</p>'],
    ['across a line break', '<p>For Ranch<br>&amp; Coast readers</p>'],
    ['across blocks', '<div>For Ranch</div><div>&amp; Coast readers</div>'],
    ['in capitals', '<p>FOR RANCH &amp; COAST READERS</p>'],
    ['across a comment', '<p>For Ranch<!-- x --> &amp; Coast readers</p>'],
    ['across a script', '<p>For Ranch <script>x()</script>&amp; Coast readers</p>'],
    ['in the title', '<title>For Ranch &amp; Coast readers</title>'],
    ['with soft hyphens', '<p>For Ranch &amp; Co&shy;ast rea\u200bders</p>'],
    ['within more text', '<p>x For Ranch &amp; Coast readers.</p>'],
  ])('finds one %s', (_what, page) => {
    expect(found(page)).toBe(true);
  });

  it.each([
    ['in a comment', '<!-- For Ranch & Coast readers -->'],
    ['in a script', '<script>"For Ranch & Coast readers"</script>'],
    ['in a style', '<style>x { content: "For Ranch & Coast readers" }</style>'],
    ['in a template', '<template>For Ranch & Coast readers</template>'],
    ['in an attribute', '<p title="For Ranch & Coast readers">'],
    ['with a word between', '<p>For Ranch &amp; the Coast readers'],
    ['with words run together', '<p>For Ranch &amp; Coastreaders'],
    ['with an entity written out', '<p>For Ranch &amp;amp; Coast readers'],
  ])('finds none %s', (_what, page) => {
    expect(found(page)).toBe(false);
  });

  it('makes nothing of typography and composed letters, on either side', () => {
    expect(found('<p>“Don’t” – wait…', `"don't" - wait...`)).toBe(true);
    expect(found(`<p>"Don't" - wait...`, '“DON’T” — wait…')).toBe(true);
    expect(found('<p>Cafe\u0301', 'CAFÉ')).toBe(true);
    expect(found('<p>x &amp; y', 'x &amp; y')).toBe(true);
    expect(found('<p>ΟΔΟΣ', 'οδος')).toBe(true);
  });

  it('says where each phrase begins', () => {
    const page = '<p>\n<i>One</i> two\n\n  three <b>four\n  five</b> six</p>';
    expect(findPhrases(contentOf(page), ['four five', 'nine', 'one TWO', ' two three '])).toEqual(
      new Map([
        ['four five', { line: 4, excerpt: 'three <b>four' }],
        ['one TWO', { line: 2, excerpt: '<i>One</i> two' }],
        [' two three ', { line: 2, excerpt: '<i>One</i> two' }],
      ]),
    );
  });

  it('reads a page that is not HTML as it is', () => {
    const told = { key: 'app.js', headers: { contentType: 'text/javascript' } };
    expect(found('x = "For Ranch & Coast readers"', PHRASE, told)).toBe(true);
  });

  it('finds nothing by a phrase of nothing', () => {
    expect(found('<p>x', ' ')).toBe(false);
  });

  it.each([['index.html'], ['page.txt']])('reads a line of very many words in %s', (key) => {
    const content = contentOf(`${'word '.repeat(1_000_000)}two words`, { key, headers: { contentType: undefined } });
    expect([...findPhrases(content, ['two words', 'words two']).keys()]).toEqual(['two words']);
  });

  it('finds one wherever in a long page it stands, and where', () => {
    fc.assert(
      fc.property(fc.integer({ min: 65_000, max: 66_500 }), fc.integer({ min: 1, max: 80 }), (length, width) => {
        const filler = `${'x'.repeat(width)}\n`;
        const lines = Math.ceil(length / filler.length);
        const page = `${filler.repeat(lines)}<p>For <b>Ranch</b> &amp; Coast\nreaders${filler.repeat(20)}`;
        expect(findPhrases(contentOf(page), ['nowhere', PHRASE])).toEqual(
          new Map([[PHRASE, { line: lines + 1, excerpt: '<p>For <b>Ranch</b> &amp; Coast' }]]),
        );
      }),
    );
  });
});

const PIECES =
  `For Ranch & Coast readers r R a f OR \u00ad &shy; &amp; &amp &AMP; &nbsp; \u00a0 &#32; &#82; &#x72; &#114 &; \u2003
\u200b \ufeff <b> </b> <i\fclass="x>"> </i> <br> <p> </p> <div> </div> <!--Ranch--> <script>For</script> <title> </title>
<textarea> </textarea> <svg> <![CDATA[ ]]> </svg> é e \u0301 É “ ” " ’ ' – - … ... . Σ ς σ İ i \u0307 ſ s K ß < > </ <template>
</template> &hellip; &rsquo; &Sigma; &lt; &zwj;`
    .split(/[ \n]+/)
    .concat(' ', '  ', '\n', '\r\n', '\t', '\f', '\v');
const PHRASES = [
  PHRASE,
  'ranch',
  'r',
  'a r',
  'É',
  'e',
  `"e"`,
  "r's",
  'e - e',
  '...',
  'ς',
  'σΣ',
  'İ',
  ' or ',
  'ks',
  '&amp;',
  '& a',
].concat('e\u0301', '\u00ad', 'for  ranch', '<', '. . .', 'nowhere');
const pageOf = (maxLength: number) =>
  fc.array(fc.constantFrom(...PIECES), { maxLength }).map((parts) => parts.join('').replaceAll('\f', ' '));

describe('findPhrases, compared with a search that folds every line by itself', () => {
  it.each([['index.html'], ['page.txt']])('finds the same in %s', (key) => {
    fc.assert(
      fc.property(pageOf(50), (page) => {
        const content = contentOf(page, { key, headers: { contentType: undefined } });
        expect([...findPhrases(content, PHRASES)]).toEqual([...phrasesByLine(content, PHRASES)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds the same at the edges of what it searches at a time', () => {
    const fillers = ['x', ' x', 'x\n', '\u00ad', '<b>x</b>', '<p>x</p>', '&shy;x', 'é'];
    fc.assert(
      fc.property(
        fc.integer({ min: 65_200, max: 66_600 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(...fillers),
        pageOf(30),
        (length, width, filler, end) => {
          const line = filler.repeat(width);
          const page = `${line.repeat(Math.ceil(length / line.length))}${end}For Ranch &amp; <b>Coast rea</b>ders${end}`;
          const content = contentOf(page);
          expect([...findPhrases(content, PHRASES)]).toEqual([...phrasesByLine(content, PHRASES)]);
        },
      ),
    );
  });

  it('looks again for other phrases', () => {
    const content = contentOf('<p>For Ranch &amp; Coast readers');
    expect([...findPhrases(content, [PHRASE]).keys()]).toEqual([PHRASE]);
    expect([...findPhrases(content, ['ranch']).keys()]).toEqual(['ranch']);
    expect([...findPhrases(content, ['ranch', 'readers']).keys()]).toEqual(['ranch', 'readers']);
    expect([...findPhrases(content, ['readers', 'ranch']).keys()]).toEqual(['readers', 'ranch']);
  });
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { htmlTree } from '../../src/lib/page/html-tree.ts';
import { parseConfig } from '../../src/lib/site/config.ts';
import { addTokens } from '../../src/lib/suggest/add-tokens.ts';
import { suggestPage } from '../../src/lib/suggest/suggest-page.ts';
import { providerMarks } from '../../src/lib/suggest/provider.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import { contentOf } from '../page/reading.ts';
import { featuresOf, page, suggestionsOf } from './proposed.ts';

const word = fc.constantFrom(
  'contact',
  'newsletter',
  'hero',
  'a"b',
  "a'b",
  'x y',
  'a1b2c3d4e5',
  ':r1:',
  'Kasse & Co',
  'ü',
);
const attribute = fc
  .tuple(
    fc.constantFrom('id', 'name', 'class', 'aria-label', 'action', 'role', 'href', 'src', 'type', 'data-testid'),
    word,
  )
  .map(([name, value]) => `${name}="${value.replaceAll('"', '&quot;')}"`);
const tag = fc.constantFrom(
  'form',
  'nav',
  'video',
  'a',
  'button',
  'section',
  'input',
  'footer',
  'header',
  'main',
  'div',
  'script',
);
const leaf = fc.constantFrom(
  '<input type="email">',
  '<input type="search" name="q">',
  '<a href="/a">a</a><a href="/b">b</a><a href="/c">c</a>',
  'Book now',
  '<script src="https://js.stripe.com/v3/"></script>',
  '<iframe src="https://www.youtube.com/embed/a"></iframe>',
  '<script>load("https://static.hotjar.com/c")</script>',
  '<script type="application/ld+json">{"@type":"Event"}</script>',
  '<p data-cy="crew-note"></p>',
  '<!-- <form id="contact"> -->',
  'static.hotjar.com/',
);
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(tag, fc.array(attribute, { maxLength: 3 }), fc.array(tie('node'), { maxLength: 3 }))
      .map(([name, attributes, children]) => `<${name} ${attributes.join(' ')}>${children.join('\n')}</${name}>`),
  ),
}));
const body = fc.array(node, { minLength: 1, maxLength: 6 }).map((nodes) => page(nodes.join('\n')));

it('proposes only sources that find their feature where it says, and are accepted by the configuration', () => {
  let seen = 0;
  fc.assert(
    fc.property(body, (text) => {
      for (const { ways, offset, place } of featuresOf(text)) {
        for (const { source } of ways) {
          const { tokens } = contentOf(text, { sources: [source] });
          const [first] = tokens.values();
          seen += 1;
          expect(first).toBeDefined();
          if (!('attribute' in source)) expect([...tokens.keys()]).toEqual(['name' in source ? source.name : '']);
        }
        expect(place.line).toBe(text.slice(0, offset).split('\n').length);
      }
    }),
    { numRuns: 300 },
  );
  // a property of nothing would hold as well
  expect(seen).toBeGreaterThan(300);
});

it('proposes no selector that looks at siblings or content, or finds two features', () => {
  fc.assert(
    fc.property(body, (text) => {
      const found = featuresOf(text).filter(
        ({ kind }) => kind === 'form' || kind === 'navigation' || kind === 'section',
      );
      for (const { ways } of found) {
        const { selectors } = compileSources(ways.map(({ source }) => source));
        for (const { test } of selectors) {
          expect(test.needsTree).toBe(false);
          expect(htmlTree(text)?.filter((element) => test.matches(element))).toHaveLength(1);
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('proposes nothing any more once everything it proposed is configured', () => {
  fc.assert(
    fc.property(body, (text) => {
      const file = 'sites:\n  demo:\n    production: { bucket: demo-prod } # kept\n';
      const [site] = parseConfig(file, 'x').sites;
      const sources = suggestionsOf({ 'index.html': text }).map(({ source }) => source);
      if (!site || sources.length === 0) return;
      const [written] = parseConfig(addTokens(file, site, sources) ?? '', 'x').sites;
      expect(written?.tokens).toEqual([...site.tokens, ...sources]);
      const names = suggestionsOf({ 'index.html': text }, { sources: written?.tokens }).map(({ source }) => source);
      expect(sources.filter((source) => names.some((each) => JSON.stringify(each) === JSON.stringify(source)))).toEqual(
        [],
      );
    }),
    { numRuns: 200 },
  );
});

it('gives the same for the same page, however often', () => {
  fc.assert(
    fc.property(body, (text) => {
      const known = { sources: compileSources([]), retired: { tokens: [], phrases: [] }, limits: DEFAULT_LIMITS };
      const once = () => suggestPage(contentOf(text, { sources: [] }), { ...known, providers: providerMarks() });
      expect(once()).toEqual(once());
    }),
    { numRuns: 100 },
  );
});

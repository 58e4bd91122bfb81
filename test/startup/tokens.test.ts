import { expect, it } from 'vitest';
import { leaveOut } from '../../scripts/build/leave-out.ts';
import { shakePatterns } from '../../scripts/build/shake-patterns.ts';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { findTokens } from '../../src/lib/page/find-tokens.ts';
import { bundled } from './bundled.ts';

const SOURCE = `export { compileSources } from './src/lib/page/compile-sources.ts';
export { findTokens } from './src/lib/page/find-tokens.ts';`;

const SELECTORS = [
  'main > h1',
  '#pay',
  'form[action^="/pay" i]',
  'li:nth-child(2n+1):not(.old)',
  'li:last-of-type',
  'section:has(> form)',
  'h1 + section ~ footer',
  ':is(nav, footer) a[href]:not([href^="http"])',
  'p:empty',
  'li:first-child:contains("Harbour")',
  'p:icontains("PAY")',
  'html:root > body',
  'input:checked',
  'button:disabled, button:enabled',
];

const PATTERNS = ['(?i)js\\.stripe\\.com', '\\p{Lu}[a-z]+ trip', '[0-9]{2,3} €', '(?:crossfade|slider)\\b', 'absent'];

const PAGE = `<!doctype html><html><body><main><h1>Harbour trip</h1><section><form id="pay" action="/PAY/now">
<input type="checkbox" checked><button disabled>Pay 42 €</button></form><p></p><p>pay later</p></section>
<ul><li>Harbour<li class="old">Bay<li>Island</ul><footer><a href="/imprint">crossfade</a></footer></main>
<script src="https://JS.stripe.com/v3"></script></body></html>`;

type Page = { compileSources: typeof compileSources; findTokens: typeof findTokens };

it('finds the tokens of a page as bundled as it finds them in the checkout', async () => {
  const offsets = await bundled(SOURCE, [leaveOut, shakePatterns], async (file) => {
    const shaken: Page = await import(file);
    return tokens(shaken);
  });
  const whole = tokens({ compileSources, findTokens });
  expect(offsets).toEqual(whole);
  expect(offsets?.size).toBeGreaterThan(SELECTORS.length);
});

function tokens(page: Page): ReadonlyMap<string, number> | undefined {
  const sources = page.compileSources([
    ...SELECTORS.map((selector, at) => ({ selector, name: `SELECTOR_${at}` })),
    ...PATTERNS.map((pattern, at) => ({ pattern, name: `PATTERN_${at}` })),
  ]);
  const found = page.findTokens(PAGE, 'html', sources, { depth: 100, tokens: 100 });
  return found.kind === 'found' ? found.offsets : undefined;
}

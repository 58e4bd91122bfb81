import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Part } from '../../lib/api/part.ts';
import type { TokenShape } from '../../lib/api/site-shapes.ts';
import type { Markup } from '../pages/markup.ts';
import { siteAt, tokensAt, withQuery } from './addresses.ts';
import { goesOn, rows, tokenRow } from './rows.ts';

/** Every token of a site, by name, with when it came to each page and when it left. */
export function tokensMain(site: string, tokens: Part<TokenShape>, cursor: string | undefined): Markup {
  const at = tokensAt(site);
  return html`<div class="heading">
      <p class="over"><a href="${siteAt(site)}">${shownLine(site, 64)}</a></p>
      <h1>Tokens</h1>
    </div>
    <section class="card" aria-label="Tokens">
      ${rows(
        tokens.items.map((token) => tokenRow(token, site)),
        'No feature was ever seen on a page of this site.',
      )}
      ${goesOn('tokens', tokens.cursor && withQuery(at, { cursor: tokens.cursor }), cursor && at)}
    </section>`;
}

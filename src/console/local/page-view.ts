import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { PageShape } from '../../lib/api/site-shapes.ts';
import { factList } from '../pages/facts.ts';
import type { Markup } from '../pages/markup.ts';
import { name, size, time } from '../pages/shown.ts';
import { pageAt, siteAt, tokensAt, withQuery } from './addresses.ts';
import { allowancesCard } from './allowance-forms.ts';
import type { PageHistory } from './page-history.ts';
import { pauseThisCard } from './pause-forms.ts';
import { goesOn, incidentRow, pageBadge, rows, tokenRow } from './rows.ts';
import { notice, type Told } from './told.ts';

/** What is looked at: `before` is the cursor of its incidents. */
export interface PageSeen extends PageHistory {
  readonly site: string;
  readonly before?: string;
}

/** A page of a site: its tokens with when they came and left, its incidents, what it is allowed. */
export function pageMain(seen: PageSeen, told: Told, formToken: string): Markup {
  const { site, page } = seen;
  return html`${notice(told)}
    <div class="heading">
      <p class="over">${pageBadge(page.state)} <a href="${siteAt(site)}">${shownLine(site, 64)}</a></p>
      <h1><code>${shownLine(page.page, 300)}</code></h1>
    </div>
    <div class="columns">
      <div class="evidence">${tokensCard(seen)} ${incidentsCard(seen)}</div>
      <div class="aside">
        ${allowancesCard(site, page, told, formToken)} ${pauseThisCard(site, page.page, formToken)} ${pageFacts(page)}
      </div>
    </div>`;
}

function tokensCard({ site, page, tokens, tokensCut }: PageSeen): Markup {
  const known = new Set(tokens.map((token) => token.name));
  const unknown = page.tokens.filter((token) => !known.has(token));
  return html`<section class="card" aria-labelledby="tokens">
    <h2 id="tokens">Tokens</h2>
    ${rows(
      [
        ...tokens.map((token) => tokenRow(token)),
        ...unknown.map((token) => ({ head: name(token, 200), note: html`on the baseline` })),
      ],
      'No feature was ever seen on it.',
    )}
    ${tokensCut ? html`<p class="note">The site has more tokens than were read here: <a href="${tokensAt(site)}">see them all</a>.</p>` : ''}
  </section>`;
}

function incidentsCard({ site, page, incidents, before }: PageSeen): Markup {
  const at = pageAt(site, page.page);
  const next = incidents.cursor && `${withQuery(at, { before: incidents.cursor })}#incidents`;
  return html`<section class="card" aria-labelledby="incidents">
    <h2 id="incidents">Incidents</h2>
    ${rows(
      incidents.items.map(incidentRow),
      next === undefined ? 'There is none.' : 'There is none among the newest of the site.',
    )}
    ${goesOn('incidents', next, before && `${at}#incidents`)}
  </section>`;
}

function pageFacts({ acceptedAt, lastModified, size: bytes, versionId }: PageShape): Markup {
  return html`<section class="card" aria-labelledby="about">
    <h2 id="about">The baseline</h2>
    ${
      acceptedAt === undefined
        ? html`<p class="note">No version was accepted yet.</p>`
        : factList([
            ['Accepted', time(acceptedAt)],
            ['Uploaded', lastModified === undefined ? undefined : time(lastModified)],
            ['Size', bytes === undefined ? undefined : html`${size(bytes)}`],
            ['Version', versionId === undefined ? undefined : name(versionId, 64)],
          ])
    }
  </section>`;
}

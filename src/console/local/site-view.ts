import { html, raw } from 'hono/html';
import type { Part } from '../../lib/api/part.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { WarningShape } from '../../lib/api/deploy-shapes.ts';
import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import type { PageShape, SiteDetail } from '../../lib/api/site-shapes.ts';
import { INCIDENT_STATES, type IncidentState } from '../../lib/incident/incident.ts';
import { factList } from '../pages/facts.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { siteAt, tokensAt, withQuery } from './addresses.ts';
import { allowanceRow } from './allowance-forms.ts';
import { pausesCard } from './pause-forms.ts';
import { retiredCard } from './retire-forms.ts';
import { goesOn, incidentRow, pageRow, rows } from './rows.ts';
import { siteBadges } from './sites-view.ts';
import { notice, type Told } from './told.ts';
import { warningsCard } from './warning-forms.ts';

/** Which part of a site's lists is looked at. */
export interface SiteQuery {
  readonly state?: IncidentState;
  /** Cursors of the lists. */
  readonly incidents?: string;
  readonly pages?: string;
}

/** Everything about one site, as it was read. */
export interface SiteSeen {
  readonly detail: SiteDetail;
  readonly incidents: Part<IncidentShape>;
  readonly pages: Part<PageShape>;
  /** What blocks deploys, the newest first. */
  readonly warnings: readonly WarningShape[];
  readonly query: SiteQuery;
}

/** A site: incidents, pages, and what people decided about them ahead. */
export function siteMain(seen: SiteSeen, told: Told, formToken: string): Markup {
  const { detail, warnings } = seen;
  return html`${notice(told)}
    <div class="heading">
      <p class="over">${siteBadges(detail)}</p>
      <h1>${shownLine(detail.name, 64)}</h1>
    </div>
    <div class="columns">
      <div class="evidence">${incidentsCard(seen)} ${pagesCard(seen)} ${allowancesCard(seen, formToken)}</div>
      <div class="aside">
        ${warningsCard(detail.name, warnings, told, formToken)} ${pausesCard(detail, told, formToken)}
        ${retiredCard(detail, told, formToken)} ${siteFacts(detail)}
      </div>
    </div>`;
}

function incidentsCard({ detail, incidents, query }: SiteSeen): Markup {
  const at = siteAt(detail.name);
  const { state, pages } = query;
  const next = incidents.cursor && `${withQuery(at, { ...query, incidents: incidents.cursor })}#incidents`;
  const first = query.incidents && `${withQuery(at, { state, pages })}#incidents`;
  return html`<section class="card" aria-labelledby="incidents">
    <h2 id="incidents">Incidents</h2>
    <nav class="filter" aria-label="Incidents by state">
      <ul>
        ${[undefined, ...INCIDENT_STATES].map(
          (each) =>
            html`<li>
              <a
                href="${withQuery(at, { state: each, pages })}#incidents"
                ${each === state ? raw(' aria-current="true"') : ''}
                >${each ?? 'all'}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    ${rows(incidents.items.map(incidentRow), state === undefined ? 'There is none.' : `None is ${state}.`)}
    ${goesOn('incidents', next, first)}
  </section>`;
}

function pagesCard({ detail, pages, query }: SiteSeen): Markup {
  const at = siteAt(detail.name);
  const { state, incidents } = query;
  const next = pages.cursor && `${withQuery(at, { ...query, pages: pages.cursor })}#pages`;
  const first = query.pages && `${withQuery(at, { state, incidents })}#pages`;
  return html`<section class="card" aria-labelledby="pages">
    <h2 id="pages">Pages</h2>
    ${rows(
      pages.items.map((page) => pageRow(detail.name, page)),
      'The guard has seen no page yet.',
    )}
    ${goesOn('pages', next, first)}
    <p class="goes-on"><a href="${tokensAt(detail.name)}">Every token of the site, with its history</a></p>
  </section>`;
}

function allowancesCard({ detail, pages }: SiteSeen, formToken: string): Markup {
  const all = pages.items.flatMap(({ allowances }) => allowances);
  return html`<section class="card" aria-labelledby="allowances">
    <h2 id="allowances">Allowances</h2>
    ${rows(
      all.map((allowance) => allowanceRow(detail.name, allowance, formToken)),
      'None of the pages above has one. To make one, open the page that it is for, in the list above.',
    )}
  </section>`;
}

function siteFacts({ bucket, prefix, distributions, pages, approvers, since }: SiteDetail): Markup {
  return html`<section class="card" aria-labelledby="about">
    <h2 id="about">About the site</h2>
    ${factList([
      ['Bucket', name(`${bucket}/${prefix}`)],
      ['Pages', names(pages)],
      ['Distributions', distributions.length === 0 ? html`none` : names(distributions)],
      ['Guarded since', time(since)],
      ['Approvers', approvers.length === 0 ? html`nobody: no decision can be made` : lines(approvers)],
    ])}
  </section>`;
}

const names = (all: readonly string[]): Markup => html`${all.map((each) => html`${name(each)} `)}`;

function lines(all: readonly string[]): Markup {
  return html`<ul class="plain">
    ${all.map((each) => html`<li>${shownLine(each, 300)}</li>`)}
  </ul>`;
}

import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { PauseShape, SiteShape } from '../../lib/api/site-shapes.ts';
import { factList } from '../pages/facts.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { siteAt, withQuery } from './addresses.ts';
import type { SiteOverview } from './overview.ts';
import { badge, incidentRow, rows } from './rows.ts';
import { problemBox } from './told.ts';

/** How every site stands: its mode, its pauses, what is open, and what came last. */
export function sitesMain(sites: readonly SiteOverview[]): Markup {
  return html`<div class="heading">
      <h1>Sites</h1>
      ${sites.length === 0 ? html`<p class="meaning">No site is guarded yet: <code>npx holdfast apply</code> writes them.</p>` : ''}
    </div>
    <div class="cards">${sites.map(siteCard)}</div>`;
}

function siteCard({ site, found }: SiteOverview): Markup {
  return html`<section class="card">
    <h2><a href="${siteAt(site.name)}">${shownLine(site.name, 64)}</a> ${siteBadges(site)}</h2>
    ${'problem' in found ? problemBox(found.problem) : stands(site.name, found)}
  </section>`;
}

function stands(site: string, { detail, open, newest }: Exclude<SiteOverview['found'], { problem: unknown }>): Markup {
  return html`${factList([
      ['Open incidents', openCounts(site, open)],
      ['Paused', detail.pauses.length === 0 ? undefined : html`${detail.pauses.map(pauseLine)}`],
      ['Bucket', name(`${detail.bucket}/${detail.prefix}`)],
    ])}
    <h3>Newest incidents</h3>
    ${rows(newest.map(incidentRow), 'There was no incident yet.')}`;
}

/** Whether a site is enforced, and whether all of it is paused. */
export function siteBadges({ mode, pausedUntil }: Pick<SiteShape, 'mode' | 'pausedUntil'>): Markup {
  return html`${badge(mode, mode === 'enforce' ? 'good' : 'quiet')}
  ${pausedUntil === undefined ? '' : badge('paused', 'warn')}`;
}

/** What a pause is about, until when, and why. */
export function pauseLine({ page, until, by, reason }: PauseShape): Markup {
  return html`<p>
    ${page === undefined ? 'The whole site' : name(page)} until ${time(until)}
    <span class="note">by ${shownLine(by, 200)}: ${shownLine(reason, 500)}</span>
  </p>`;
}

function openCounts(site: string, open: Exclude<SiteOverview['found'], { problem: unknown }>['open']): Markup {
  const some = open.filter(({ count }) => count > 0);
  if (some.length === 0) return html`none`;
  const links = some.map(
    ({ state, count, more }) =>
      html`<a href="${withQuery(siteAt(site), { state })}#incidents">${count}${more ? '+' : ''} ${state}</a> `,
  );
  return html`${links}`;
}

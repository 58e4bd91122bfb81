import { html } from 'hono/html';
import { aboutPage, becameOf } from '../../lib/alert/meaning.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { ancestorCard, diffCard } from './diff-card.ts';
import { factsCard } from './facts.ts';
import { findingsList } from './findings.ts';
import type { Markup } from './markup.ts';
import { type PreviewLinks, previewsCard } from './previews.ts';
import { time } from './shown.ts';
import { stateBadge } from './state-badge.ts';
import { timelineCard } from './timeline.ts';

/** What stands around the incident itself. */
export interface IncidentAround {
  readonly previews: PreviewLinks;
  /** The form, or why there is none. */
  readonly decision: Markup;
  /** What was just done, for above everything else. */
  readonly news?: Markup;
}

/** What became of the page, as a title. */
export function incidentTitle({ page, state }: Pick<IncidentDetail, 'page' | 'state'>): string {
  return aboutPage(shownLine(page, 120), state);
}

/** Everything about one incident, for the main part of a page: the evidence first, then who, and the decision. */
export function incidentView(detail: IncidentDetail, { previews, decision, news }: IncidentAround): Markup {
  return html`${news ?? ''} ${heading(detail)}
    <div class="columns">
      <div class="evidence">
        ${findingsList(detail)} ${diffCard(detail)} ${ancestorCard(detail)} ${previewsCard(detail, previews)}
      </div>
      <div class="aside">${decision} ${factsCard(detail)} ${timelineCard(detail)}</div>
    </div>`;
}

function heading(detail: IncidentDetail): Markup {
  const { page, state, site, openedAt, meaning, open } = detail;
  const { before, after } = becameOf(state);
  return html`<div class="heading">
    <p class="over">${stateBadge(state)} <span>${shownLine(site, 64)}</span> <span>${time(openedAt)}</span></p>
    <h1>${before}<code>${shownLine(page, 300)}</code> ${after}</h1>
    <p class="meaning">${shownLine(meaning, 2000)}</p>
    ${open.length > 0 ? html`<p class="jump"><a href="#decide">Go to the decision</a></p>` : ''}
  </div>`;
}

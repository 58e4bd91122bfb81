import { html } from 'hono/html';
import type { IncidentShape } from '../../lib/api/incident-shapes.ts';
import type { PageShape, TokenShape } from '../../lib/api/site-shapes.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { stateBadge } from '../pages/state-badge.ts';
import { incidentAt, pageAt } from './addresses.ts';

const MOST_NAMES = 8;

/** One thing in a list. */
interface Row {
  readonly head: Markup;
  readonly note: Markup;
  /** A button of its own. */
  readonly act?: Markup;
}

/** A list of things, or the sentence that says there is none. */
export function rows(all: readonly Row[], none: string): Markup {
  if (all.length === 0) return html`<p class="note">${none}</p>`;
  return html`<ul class="rows">
    ${all.map(
      ({ head, note, act }) =>
        html`<li>
          <div>
            <p class="head">${head}</p>
            <p class="note">${note}</p>
          </div>
          ${act ?? ''}
        </li>`,
    )}
  </ul>`;
}

/** Where a list goes on. */
export function goesOn(label: string, next: string | undefined, first?: string): Markup | '' {
  if (next === undefined && first === undefined) return '';
  return html`<p class="goes-on">
    ${first === undefined ? '' : html`<a href="${first}">First ${label}</a>`}
    ${next === undefined ? '' : html`<a href="${next}" rel="next">More ${label}</a>`}
  </p>`;
}

/** A small label. */
export function badge(word: string, tone: 'good' | 'busy' | 'warn' | 'bad' | 'quiet'): Markup {
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** An incident in a list. */
export function incidentRow(incident: IncidentShape): Row {
  const { id, page, state, openedAt, moreFindings, decision, recurrences } = incident;
  return {
    head: html`<a href="${incidentAt(id)}">${name(page)}</a> ${stateBadge(state)}`,
    note: html`${found(incident)}${moreFindings === undefined ? '' : ` and ${moreFindings} more findings`} ·
    ${time(openedAt)}${recurrences > 0 ? ` · came back ${recurrences}×` : ''}${
      decision ? html` · ${decision.what} by ${shownLine(decision.by, 200)}: ${shownLine(decision.reason, 200)}` : ''
    }`,
  };
}

/** What was found, each once, with the token or phrase that it is about. */
function found({ findings }: Pick<IncidentShape, 'findings'>): string {
  const all = findings.map(({ code, token, phrase }) => [code, token ?? phrase].filter(Boolean).join(' '));
  return shownLine([...new Set(all)].join(', '), 300);
}

const TONE = {
  guarded: 'good',
  restoring: 'busy',
  undecided: 'warn',
  contested: 'bad',
  paused: 'warn',
  deleted: 'quiet',
} as const satisfies Readonly<Record<PageShape['state'], string>>;

/** The state of a page as a small label. */
export function pageBadge(state: PageShape['state']): Markup {
  return badge(state, TONE[state]);
}

/** A page of a site in a list. */
export function pageRow(site: string, { page, state, tokens, acceptedAt, allowances }: PageShape): Row {
  const more = tokens.length - MOST_NAMES;
  const named = tokens.slice(0, MOST_NAMES).map((token) => html`${name(token, 200)} `);
  return {
    head: html`<a href="${pageAt(site, page)}">${name(page)}</a> ${pageBadge(state)}`,
    note: html`${tokens.length === 0 ? 'no features' : named}${more > 0 ? `and ${more} more` : ''} ·
    ${acceptedAt === undefined ? 'nothing accepted yet' : html`accepted ${time(acceptedAt)}`}${
      allowances.length === 0 ? '' : ` · ${allowances.length} ${allowances.length === 1 ? 'allowance' : 'allowances'}`
    }`,
  };
}

/** A token on one page, with when it came and left; with `site` it links to the page. */
export function tokenRow({ name: token, page, state, firstSeen, gainedAt, lastSeen }: TokenShape, site?: string): Row {
  const on = site === undefined ? '' : html` on <a href="${pageAt(site, page)}">${name(page)}</a>`;
  return {
    head: html`${name(token, 200)} ${badge(state, state === 'live' ? 'good' : 'bad')}${on}`,
    note: html`first seen ${time(firstSeen)} · gained
    ${time(gainedAt)}${state === 'lost' ? html` · left ${time(lastSeen)}` : ''}`,
  };
}

import { html } from 'hono/html';
import { shownCode, shownLine } from '../../lib/alert/shown-text.ts';
import { whereOf } from '../../lib/alert/told-finding.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Markup } from './markup.ts';
import { name } from './shown.ts';

const MOST = 100;

// What became of it is told above: an override may have ended it otherwise.
const WEIGHS: Readonly<Record<IncidentDetail['findings'][number]['severity'], string>> = {
  rollback: 'reason to undo',
  alert: 'reason to tell',
  ignore: 'ignored',
};

/** What was wrong with the version: each finding as a sentence, with its place and its code. The first 100. */
export function findingsList({ findings, nowOn = {} }: Pick<IncidentDetail, 'findings' | 'nowOn'>): Markup {
  const left = findings.length - MOST;
  return html`<section class="card" aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <ul class="findings">
      ${findings.slice(0, MOST).map((finding) => findingItem(finding, nowOn))}
    </ul>
    ${left > 0 ? html`<p class="note">${left} more are not shown here.</p>` : ''}
  </section>`;
}

function findingItem(
  { code, severity, says, place, placeIn, token }: IncidentDetail['findings'][number],
  nowOn: Readonly<Record<string, string>>,
): Markup {
  const since = token !== undefined && Object.hasOwn(nowOn, token) ? nowOn[token] : undefined;
  return html`<li class="${severity}">
    <p>${shownLine(says, 600)}</p>
    ${since === undefined ? '' : html`<p>It is now live on ${name(since)}.</p>`}
    ${place ? placeOf({ place, placeIn }) : ''}
    <p class="note"><code>${code}</code> · ${WEIGHS[severity]}</p>
  </li>`;
}

function placeOf({ place, placeIn }: Pick<IncidentDetail['findings'][number], 'place' | 'placeIn'>): Markup {
  const where = whereOf({ place, placeIn }) ?? '';
  const excerpt = shownCode(place?.excerpt ?? '', 200);
  return html`<p class="place">
    <span>${where.replace(/^l/, 'L')}</span> ${excerpt.trim() === '' ? '' : html`<code>${excerpt}</code>`}
  </p>`;
}

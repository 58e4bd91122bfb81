import { html } from 'hono/html';
import type { DecidedShape, LinkShape } from '../../lib/api/incident-shapes.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import { name, time } from '../pages/shown.ts';
import { doneNotice } from '../pages/notice.ts';
import { incidentAt } from './addresses.ts';
import type { View } from './answer.ts';
import { badge, rows } from './rows.ts';
import { BY_ITSELF } from './told.ts';

/** What became of each incident of a deploy that was decided as a whole. */
export function deployView({ incident, also = [], asked }: DecidedShape): View {
  const { id, page } = incident;
  // Where the named incident itself was refused, it is told among the others.
  const each = also.some((other) => other.id === id) ? also : [{ id, page, outcome: 'recorded' as const }, ...also];
  const recorded = each.filter(({ outcome }) => outcome === 'recorded').length;
  const when = asked === false ? BY_ITSELF : 'The guard carries it out within seconds.';
  const main = html`${doneNotice(`Recorded for ${recorded} of ${each.length} incidents. ${when}`)}
    <div class="heading"><h1>The whole deploy</h1></div>
    <section class="card" aria-label="Incidents of the deploy">${rows(each.map(deployRow), '')}</section>`;
  return { title: 'The whole deploy', main };
}

function deployRow({ id, page, outcome, says }: NonNullable<DecidedShape['also']>[number]) {
  return {
    head: html`<a href="${incidentAt(id)}">${name(page)}</a>
      ${badge(outcome, outcome === 'recorded' ? 'good' : 'bad')}`,
    note: html`${says === undefined ? '' : shownLine(says, 500)}`,
  };
}

/** A personal link that was made: its code is told this once. */
export function linkView({ incident, for: whom, until, code, link }: LinkShape): View {
  const main = html`<div class="heading">
      <h1>A personal link for ${shownLine(whom, 300)}</h1>
      <p class="meaning">
        It decides this incident once, until ${time(until)}. Give it to nobody else: whoever has it decides in that
        name. It is shown this once.
      </p>
    </div>
    <section class="card" aria-label="The link">
      <h3>The link</h3>
      <p class="secret"><code>${link}</code></p>
      <h3>Its code, to be typed on the review page</h3>
      <p class="secret"><code>${code}</code></p>
      <p class="goes-on"><a href="${incidentAt(incident)}">Back to the incident</a></p>
    </section>`;
  return { title: 'A personal link', main };
}

import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Markup } from './markup.ts';
import { time } from './shown.ts';

const MOST = 60;

/** What happened, oldest first, with who decided and why. */
export function timelineCard({ timeline }: Pick<IncidentDetail, 'timeline'>): Markup {
  return html`<section class="card" aria-labelledby="timeline">
    <h2 id="timeline">Timeline</h2>
    <ol class="timeline">
      ${timeline.slice(-MOST).map(entry)}
    </ol>
  </section>`;
}

function entry({ at, says, decision }: IncidentDetail['timeline'][number]): Markup {
  return html`<li>
    <p class="when">${time(at)}</p>
    <p>${shownLine(says, 600)}</p>
    ${
      decision
        ? html`<blockquote>
            <p>${shownLine(decision.reason, 500)}</p>
            <footer>${shownLine(decision.by, 300)}</footer>
          </blockquote>`
        : ''
    }
  </li>`;
}

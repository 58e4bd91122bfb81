import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { WarningShape } from '../../lib/api/deploy-shapes.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { siteAt } from './addresses.ts';
import { folded, form, hidden, reason } from './forms.ts';
import { typed, type Told } from './told.ts';

const MOST = 20;

/** What blocks deploys, the newest first, each with the form by which an approver acknowledges it. */
export function warningsCard(site: string, warnings: readonly WarningShape[], told: Told, formToken: string): Markup {
  const more = warnings.length - MOST;
  return html`<section class="card" aria-labelledby="warnings">
    <h2 id="warnings">Warnings</h2>
    ${warnings.length === 0 ? html`<p class="note">None blocks a deploy.</p>` : ''}
    ${warnings.slice(0, MOST).map((warning) => warningItem(site, warning, told, formToken))}
    ${more > 0 ? html`<p class="note">And ${more} more: <code>npx holdfast warnings ${site}</code></p>` : ''}
  </section>`;
}

function warningItem(site: string, warning: WarningShape, told: Told, formToken: string): Markup {
  const { id, page, says, by, at } = warning;
  const values = typed(told, 'acknowledge');
  const refused = values?.get('id') === id;
  const fields = html`${hidden('id', id)} ${reason(`ack-${id}`, (refused && values.get('reason')) || '')}`;
  const action = `${siteAt(site)}/acknowledge`;
  const about = `the warning about ${page ?? 'the whole site'}`;
  return html`<div class="item">
    <p><strong>${page === undefined ? 'The whole site' : name(page)}</strong>: ${shownLine(says, 500)}</p>
    <p class="note">by ${shownLine(by, 200)}, ${time(at)}</p>
    ${folded('Acknowledge it', refused, form({ action, formToken, fields, button: 'Acknowledge', about }))}
  </div>`;
}

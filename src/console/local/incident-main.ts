import { html, raw } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { decisionForm } from '../pages/decision-form.ts';
import { incidentView } from '../pages/incident-view.ts';
import type { Markup } from '../pages/markup.ts';
import { incidentAt, pageAt, siteAt } from './addresses.ts';
import { choice, folded, form, line } from './forms.ts';
import { FORM_TOKEN } from './guard.ts';
import { notice, typed, type Told } from './told.ts';

/** An incident, and whom a personal link can be made for; `undefined` where the site could not be read. */
export interface IncidentSeen {
  readonly detail: IncidentDetail;
  readonly approvers?: readonly string[];
}

/** Everything about an incident as the review page shows it, with forms that decide in the operator's own name. */
export function incidentMain({ detail, approvers }: IncidentSeen, told: Told, formToken: string): Markup {
  const at = incidentAt(detail.id);
  return incidentView(detail, {
    previews: { rejected: `${at}/preview/rejected`, baseline: `${at}/preview/baseline` },
    decision: html`${decisionCard(detail, told, formToken)} ${linkCard(detail.id, approvers, told, formToken)}`,
    news: html`${notice(told)}
      <p class="trail note">
        <a href="${siteAt(detail.site)}">${shownLine(detail.site, 64)}</a> ›
        <a href="${pageAt(detail.site, detail.page)}">${shownLine(detail.page, 300)}</a>
      </p>`,
  });
}

function decisionCard(incident: IncidentDetail, told: Told, formToken: string): Markup {
  const { id, writer } = incident;
  const values = typed(told, 'decide');
  const chosen = values?.get('decision');
  return decisionForm({
    action: `${incidentAt(id)}/decide`,
    incident,
    hidden: { [FORM_TOKEN]: formToken },
    asksCode: false,
    ...(typeof chosen === 'string' && { chosen }),
    reason: values?.get('reason') ?? '',
    ...(writer?.principal !== undefined && { more: wholeDeploy(writer.principal, values?.get('scope') === 'deploy') }),
  });
}

function wholeDeploy(principal: string, ticked: boolean): Markup {
  return html`<div class="choice">
    <input
      type="checkbox"
      id="scope"
      name="scope"
      value="deploy"
      aria-describedby="scope-note"
      ${ticked ? raw(' checked') : ''}
    />
    <div>
      <label for="scope">The whole deploy</label>
      <p class="note" id="scope-note">
        Also every incident of the site that <span class="who">${shownLine(principal, 200)}</span> caused within a
        quarter of an hour.
      </p>
    </div>
  </div>`;
}

function linkCard(id: string, approvers: IncidentSeen['approvers'], told: Told, formToken: string): Markup {
  const values = typed(told, 'link');
  const chosen = values?.get('approver') ?? '';
  const whom =
    approvers === undefined || approvers.length === 0
      ? line('link-approver', 'approver', 'For', chosen, 'An approver of the site, e.g. an e-mail address.')
      : choice('link-approver', 'approver', 'For', approvers, chosen);
  return html`<section class="card" aria-labelledby="link">
    <h2 id="link">Let somebody else decide</h2>
    <p class="note">A personal link decides this incident once, within 72 hours, for the approver it was made for.</p>
    ${folded(
      'Make a personal link',
      values !== undefined,
      form({ action: `${incidentAt(id)}/link`, formToken, fields: whom, button: 'Make the link' }),
    )}
  </section>`;
}

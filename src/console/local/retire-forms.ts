import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { RetiredShape, SiteDetail } from '../../lib/api/site-shapes.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { siteAt } from './addresses.ts';
import { choice, folded, form, hidden, line, reason } from './forms.ts';
import { rows } from './rows.ts';
import { typed, type Told } from './told.ts';

/** What is in `holdfast.yml` is changed there. */
const CONFIGURED = 'holdfast.yml';

/** What must not come back, and the form that adds to it. */
export function retiredCard({ name: site, retired }: SiteDetail, told: Told, formToken: string): Markup {
  const values = typed(told, 'retire');
  const text = (field: string) => values?.get(field) ?? '';
  const fields = html`${choice('retire-kind', 'kind', 'What', ['token', 'phrase'], text('kind'))}
  ${line('retire-name', 'name', 'Its name, or the phrase', text('name'))} ${reason('retire-reason', text('reason'))}`;
  return html`<section class="card" aria-labelledby="retired">
    <h2 id="retired">Retired</h2>
    ${rows(
      retired.map((each) => retiredRow(site, each, formToken)),
      'Nothing is retired.',
    )}
    ${folded(
      'Retire a token or a phrase',
      values !== undefined,
      form({ action: `${siteAt(site)}/retire`, formToken, fields, button: 'Retire' }),
    )}
  </section>`;
}

function retiredRow(site: string, { kind, name: what, by, reason: why, at }: RetiredShape, formToken: string) {
  const fields = html`${hidden('kind', kind)} ${hidden('name', what)}`;
  return {
    head: html`${kind} ${name(what)}`,
    note: html`by
    ${shownLine(by, 200)}${at === undefined ? '' : html`, ${time(at)}`}${why === undefined ? '' : `: ${shownLine(why, 500)}`}`,
    ...(by !== CONFIGURED && {
      act: form({
        action: `${siteAt(site)}/unretire`,
        formToken,
        fields,
        button: 'Unretire',
        small: true,
        about: what,
      }),
    }),
  };
}

import { html } from 'hono/html';
import type { PauseShape, SiteDetail } from '../../lib/api/site-shapes.ts';
import type { Markup } from '../pages/markup.ts';
import { siteAt } from './addresses.ts';
import { duration, folded, form, hidden, line, reason } from './forms.ts';
import { pauseLine } from './sites-view.ts';
import { typed, type Told } from './told.ts';

/** The pauses in force, each with a button that ends it, and the form that makes one. */
export function pausesCard({ name, pauses }: SiteDetail, told: Told, formToken: string): Markup {
  const values = typed(told, 'pause');
  const fields = html`${line('pause-page', 'page', 'Page', values?.get('page') ?? '', 'Its key; empty for the whole site.')}
  ${duration('pause-for', values?.get('for') ?? undefined)} ${reason('pause-reason', values?.get('reason') ?? '')}`;
  return html`<section class="card" aria-labelledby="pauses">
    <h2 id="pauses">Pauses</h2>
    ${pauses.length === 0 ? html`<p class="note">The guard is awake.</p>` : pauses.map((each) => pauseItem(name, each, formToken))}
    ${folded(
      'Pause a page, or the whole site',
      values !== undefined,
      form({ action: `${siteAt(name)}/pause`, formToken, fields, button: 'Pause' }),
    )}
  </section>`;
}

function pauseItem(site: string, pause: PauseShape, formToken: string): Markup {
  const { page } = pause;
  return html`<div class="item">
    ${pauseLine(pause)}
    ${form({
      action: `${siteAt(site)}/unpause`,
      formToken,
      fields: page === undefined ? html`` : hidden('page', page),
      button: 'End this pause',
      small: true,
      about: page === undefined ? 'of the whole site' : `of ${page}`,
    })}
  </div>`;
}

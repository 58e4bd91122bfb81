import { html } from 'hono/html';
import type { PauseShape, SiteDetail } from '../../lib/api/site-shapes.ts';
import type { Markup } from '../pages/markup.ts';
import { siteAt } from './addresses.ts';
import { duration, folded, form, hidden, line, reason } from './forms.ts';
import { pauseLine } from './sites-view.ts';
import { typed, type Told } from './told.ts';

/** The pauses in force, each with a button that ends it, and the form that makes one. */
export function pausesCard({ name, pauses }: SiteDetail, told: Told, formToken: string): Markup {
  const page = typed(told, 'pause')?.get('page') ?? '';
  const which = line('pause-page', 'page', 'Page', page, 'Its key; empty for the whole site.');
  return html`<section class="card" aria-labelledby="pauses">
    <h2 id="pauses">Pauses</h2>
    ${pauses.length === 0 ? html`<p class="note">The guard is awake.</p>` : pauses.map((each) => pauseItem(name, each, formToken))}
    ${pauseForm(name, 'Pause a page, or the whole site', which, told, formToken)}
  </section>`;
}

/** The form that pauses this one page. */
export function pauseThisCard(site: string, page: string, formToken: string): Markup {
  return html`<section class="card" aria-labelledby="pauses">
    <h2 id="pauses">Pause</h2>
    <p class="note">
      The guard looks away, and everybody in charge is told. <a href="${siteAt(site)}#pauses">What is paused now</a>
    </p>
    ${pauseForm(site, 'Pause this page', hidden('page', page), {}, formToken)}
  </section>`;
}

function pauseForm(site: string, summary: string, which: Markup, told: Told, formToken: string): Markup {
  const values = typed(told, 'pause');
  const fields = html`${which} ${duration('pause-for', values?.get('for') ?? undefined)}
  ${reason('pause-reason', values?.get('reason') ?? '')}`;
  const whole = form({ action: `${siteAt(site)}/pause`, formToken, fields, button: 'Pause' });
  return folded(summary, values !== undefined, whole);
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

import { html } from 'hono/html';
import { FINDING_WORDS } from '../../lib/alert/finding-words.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { AllowanceShape, PageShape } from '../../lib/api/site-shapes.ts';
import { FINDING_CODES } from '../../lib/site/policy.ts';
import type { Markup } from '../pages/markup.ts';
import { name, time } from '../pages/shown.ts';
import { pageAt, siteAt } from './addresses.ts';
import { boxes, duration, folded, form, hidden, line, reason } from './forms.ts';
import { rows } from './rows.ts';
import { typed, type Told } from './told.ts';

/** What can be allowed: an unreadable page cannot, for nobody knows what it says. */
const CODES = FINDING_CODES.filter((code) => code !== 'page.unreadable');

/** An allowance in a list, with the button that withdraws it. */
export function allowanceRow(site: string, allowance: AllowanceShape, formToken: string) {
  const { id, page, codes = [], tokens = [], until, reason: why, by } = allowance;
  return {
    head: html`${[...codes, ...tokens].map((each) => html`${name(each, 200)} `)} of
      <a href="${pageAt(site, page)}">${name(page)}</a>`,
    note: html`until ${time(until)} · by ${shownLine(by, 200)}: ${shownLine(why, 500)}`,
    act: form({
      action: `${siteAt(site)}/withdraw`,
      formToken,
      fields: html`${hidden('page', page)} ${hidden('id', id)}`,
      button: 'Withdraw',
      small: true,
      about: `the allowance of ${page}`,
    }),
  };
}

/** What may happen to a page, and the form that allows more. */
export function allowancesCard(site: string, page: PageShape, told: Told, formToken: string): Markup {
  const values = typed(told, 'allow');
  const fields = html`${hidden('page', page.page)}
  ${boxes('code', 'Findings that may happen', CODES, values?.getAll('code') ?? [], FINDING_WORDS)}
  ${page.tokens.length === 0 ? '' : boxes('token', 'Tokens that may leave', page.tokens, values?.getAll('token') ?? [])}
  ${line('allow-others', 'tokens', 'Other tokens', values?.get('tokens') ?? '', 'Names, with spaces between them.')}
  ${duration('allow-for', values?.get('for') ?? '1 day')} ${reason('allow-reason', values?.get('reason') ?? '')}`;
  return html`<section class="card" aria-labelledby="allowances">
    <h2 id="allowances">Allowances</h2>
    ${rows(
      page.allowances.map((each) => allowanceRow(site, each, formToken)),
      'Nothing is allowed ahead.',
    )}
    ${folded(
      'Allow a change ahead of its upload',
      values !== undefined,
      form({ action: `${siteAt(site)}/allow`, formToken, fields, button: 'Allow' }),
    )}
  </section>`;
}

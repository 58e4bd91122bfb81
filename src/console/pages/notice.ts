import { html, raw } from 'hono/html';
import type { Markup } from './markup.ts';

/** A message at the top of a page: something was done. A screen reader says it when the page opens. */
export function doneNotice(says: string, id = 'outcome'): Markup {
  return html`<div class="notice good" role="status" id="${id}"><p>${says}</p></div>`;
}

/** A page's whole main part that says why there is nothing else on it, and what to do. */
export function refusalMain(title: string, says: string, next?: string): Markup {
  return html`<div class="heading">
    <h1>${title}</h1>
    <p class="meaning">${says}</p>
    ${next === undefined ? raw('') : html`<p>${next}</p>`}
  </div>`;
}

import { html, raw } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Markup } from '../pages/markup.ts';
import { LENGTHS } from './durations.ts';
import { FORM_TOKEN } from './guard.ts';

/** A form of the console, as the guard at its door takes it. */
export interface Form {
  readonly action: string;
  readonly formToken: string;
  readonly fields: Markup;
  readonly button: string;
  /** A small button, for what stands in a list. */
  readonly small?: boolean;
  /** Says what the button is about, where that stands elsewhere on the page. */
  readonly about?: string;
}

/** A whole form with its button. */
export function form({ action, formToken, fields, button, small = false, about }: Form): Markup {
  return html`<form method="post" action="${action}" ${small ? raw(' class="small"') : ''}>
    ${hidden(FORM_TOKEN, formToken)} ${fields}
    <button type="submit" ${small ? raw(' class="quiet"') : ''}>
      ${button}${about === undefined ? '' : html`<span class="vh"> ${shownLine(about, 200)}</span>`}
    </button>
  </form>`;
}

/** A field that goes along unseen. */
export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** A line to type in; `id` is unique on its page. */
export function line(id: string, name: string, label: string, value = '', note?: string): Markup {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${note === undefined ? '' : html`<p class="note" id="${id}-note">${note}</p>`}
    <input
      type="text"
      id="${id}"
      name="${name}"
      value="${value}"
      maxlength="1024"
      autocomplete="off"
      spellcheck="false"
      ${note === undefined ? '' : html`aria-describedby="${id}-note"`}
    />
  </div>`;
}

/** Why; whoever is told reads it. */
export function reason(id: string, value = ''): Markup {
  return html`<div class="field">
    <label for="${id}">Reason</label>
    <p class="note" id="${id}-note">1 to 500 characters. Everybody who is told reads it.</p>
    <textarea id="${id}" name="reason" rows="2" maxlength="500" required aria-describedby="${id}-note">
${value}</textarea>
  </div>`;
}

/** One of some given words. */
export function choice(id: string, name: string, label: string, options: readonly string[], chosen?: string): Markup {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map((option) => html`<option value="${option}" ${option === chosen ? raw(' selected') : ''}>${shownLine(option, 300)}</option>`)}
    </select>
  </div>`;
}

/** How long something is to last. */
export function duration(id: string, chosen = '1 hour'): Markup {
  return choice(id, 'for', 'For how long', LENGTHS, chosen);
}

/** Boxes to tick, any number of them, each with what it means where `words` says so. */
export function boxes(
  name: string,
  legend: string,
  options: readonly string[],
  ticked: readonly string[],
  words: Readonly<Record<string, string>> = {},
): Markup {
  return html`<fieldset class="boxes">
    <legend>${legend}</legend>
    ${options.map(
      (option) =>
        html`<label>
          <input type="checkbox" name="${name}" value="${option}" ${ticked.includes(option) ? raw(' checked') : ''} />
          <span><code>${shownLine(option, 200)}</code>${wordsOf(option, words)}</span>
        </label>`,
    )}
  </fieldset>`;
}

function wordsOf(option: string, words: Readonly<Record<string, string>>): Markup | '' {
  return Object.hasOwn(words, option) ? html` <span class="note">${words[option]}</span>` : '';
}

/** A form that stands behind its summary, open when it was just refused. */
export function folded(summary: string, open: boolean, content: Markup): Markup {
  return html`<details class="folded" ${open ? raw(' open') : ''}>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

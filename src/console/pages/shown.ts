import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Markup } from './markup.ts';

const KIB = 1024;

/** A time for people, to the second and in UTC, with the exact one behind it; anything else as the text that it is. */
export function time(iso: string): Markup {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return html`${shownLine(iso, 40)}`;
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 10)} ${exact.slice(11, 19)} UTC</time>`;
}

/** A size for people, e.g. `18.4 KB`. */
export function size(bytes: number): string {
  if (bytes < KIB) return `${bytes} bytes`;
  const [value, unit] = bytes < KIB * KIB ? [bytes / KIB, 'KB'] : [bytes / KIB / KIB, 'MB'];
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
}

/** A key, token or other name that somebody chose: on one line, nothing hidden in it, at most `max` characters. */
export function name(text: string, max = 300): Markup {
  return html`<code class="name">${shownLine(text, max)}</code>`;
}

/** Words that only a screen reader says. */
export function spoken(words: string): Markup {
  return html`<span class="vh">${words}</span>`;
}

import { html, raw } from 'hono/html';
import type { Markup } from './markup.ts';
import { styleSheet } from './style.ts';

/** A link of the navigation; `current` where the page is the one it leads to. */
export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
}

/** What a page is made of. Its main part brings the only `h1`. */
export interface Layout {
  readonly title: string;
  readonly main: Markup;
  readonly nav?: readonly NavLink[];
  /** A script of our own, as it stands in `pageHeaders` too; never anything that came from outside. */
  readonly script?: string;
  /** Rules beyond those of every page, as they stand in `pageHeaders` too. */
  readonly style?: string;
}

/** A whole page. Its headers are those of `pageHeaders`, which name its style and script by their hashes. */
export function layout({ title, main, nav = [], script, style = '' }: Layout): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title} · Holdfast</title>
        ${raw(`<style>${styleSheet()}${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <p class="brand">Holdfast</p>
          ${nav.length > 0 ? navigation(nav) : ''}
        </header>
        <main id="content" tabindex="-1">${main}</main>
        ${script === undefined ? '' : raw(`<script>${script}</script>`)}
      </body>
    </html>`;
}

function navigation(links: readonly NavLink[]): Markup {
  const items = links.map(
    ({ href, label, current = false }) =>
      html`<li><a href="${href}" ${current ? raw(' aria-current="page"') : ''}>${label}</a></li>`,
  );
  return html`<nav aria-label="Holdfast">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

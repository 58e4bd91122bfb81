import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { layout } from '../pages/layout.ts';
import type { Markup } from '../pages/markup.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import type { ConsoleDeps, Where } from './console-deps.ts';
import { refusalMain } from '../pages/notice.ts';
import { problemOf } from './problem.ts';
import { CONSOLE_STYLE } from './style.ts';

/** A page before it has its frame. */
export interface View {
  readonly title: string;
  readonly main: Markup;
  readonly status?: ContentfulStatusCode;
}

/** Answers with a page that says which stack it shows, and as whom. */
export function answer(context: Context, { title, main, status = 200 }: View, { where }: Pick<ConsoleDeps, 'where'>) {
  const nav = [{ href: '/', label: 'Sites', current: context.req.path === '/' }];
  const framed = html`${whereLine(where)} ${main}`;
  return context.html(
    layout({ title, nav, main: framed, style: CONSOLE_STYLE }),
    status,
    pageHeaders([], CONSOLE_STYLE),
  );
}

/** Answers without telling anything of the stack: for whoever is not let in. */
export function answerOutside(context: Context, { title, main, status = 200 }: View) {
  return context.html(layout({ title, main, style: CONSOLE_STYLE }), status, pageHeaders([], CONSOLE_STYLE));
}

/** A failure as a whole page. */
export function failureView(error: unknown): View {
  const { title, says, todo, status } = problemOf(error);
  return { title, status, main: refusalMain(title, says, todo) };
}

function whereLine({ stack, as }: Where): Markup {
  return html`<p class="where note">${stack} · as ${as}</p>`;
}

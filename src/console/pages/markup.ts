import type { html } from 'hono/html';

/** A piece of a page, escaped already: what the `html` tag of hono gives. */
export type Markup = ReturnType<typeof html>;

import { decodeHTML } from 'entities/decode';
import { ESCAPABLE_ELEMENTS, INLINE_ELEMENTS } from './html-elements.ts';
import { CDATA, type HtmlEvents, scanHtml } from './html-scanner.ts';
import type { PageContent } from './page-content.ts';

/** What a visitor can see, in order: runs of text, as offsets, and the gaps that tags make between them. */
export interface VisibleEvents {
  /** Runs with no gap between them belong together. `entities` says whether the run may hold any. */
  readonly run: (start: number, end: number, entities: boolean) => void;
  readonly gap: () => void;
}

/**
 * Reports what a visitor can see of a page, its title included: no markup, comments, scripts or styles. Inline tags make
 * no gap. A page that is not HTML is visible as it is. `enough` is asked whether the rest of the page matters.
 */
export function scanVisible(
  { text, html }: Pick<PageContent, 'text' | 'html'>,
  events: VisibleEvents,
  enough?: () => boolean,
): void {
  if (!html) return events.run(0, text.length, false);
  const tag = (name: string) => {
    if (!INLINE_ELEMENTS.has(name)) events.gap();
  };
  const listener: HtmlEvents = {
    startTag: ({ name }) => tag(name),
    endTag: tag,
    text: (start, end) => events.run(start, end, true),
    rawText: (element, start, end) => {
      const escapable = ESCAPABLE_ELEMENTS.has(element);
      if (escapable || element === CDATA) events.run(start, end, escapable);
    },
  };
  scanHtml(text, listener, enough && { when: enough });
}

/** The characters of a run, entities decoded. */
export function decodeRun(run: string, entities: boolean): string {
  return entities && run.includes('&') ? decodeHTML(run) : run;
}

/** Whether a visitor can see any text. Reads the page up to the first. */
export function hasVisibleText(content: Pick<PageContent, 'text' | 'html'>): boolean {
  let seen = false;
  const run = (start: number, end: number, entities: boolean) => {
    seen ||= shows(content.text, start, end, entities);
  };
  scanVisible(content, { run, gap: () => {} }, () => seen);
  return seen;
}

/** Whether a run of text has anything but white space. */
function shows(text: string, start: number, end: number, entities: boolean): boolean {
  const run = text.slice(start, end);
  const first = /\S/.exec(run)?.[0];
  return entities && first === '&' ? /\S/.test(decodeRun(run, entities)) : first !== undefined;
}

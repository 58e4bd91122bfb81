import { decodeHTML } from 'entities/decode';
import { ESCAPABLE_ELEMENTS, INLINE_ELEMENTS } from './html-elements.ts';
import { CDATA, scanHtml } from './html-scanner.ts';
import type { PageContent } from './page-content.ts';

/** What a visitor can see, in order: runs of text, as offsets, and the gaps that tags make between them. */
export interface VisibleEvents {
  /** Runs with no gap between them belong together. `entities` says whether the run may hold any. */
  readonly run: (start: number, end: number, entities: boolean) => void;
  readonly gap: () => void;
}

/**
 * Reports what a visitor can see of a page, its title included: no markup, comments, scripts or styles. Inline tags make
 * no gap. A page that is not HTML is visible as it is.
 */
export function scanVisible({ text, html }: Pick<PageContent, 'text' | 'html'>, events: VisibleEvents): void {
  if (!html) return events.run(0, text.length, false);
  const tag = (name: string) => {
    if (!INLINE_ELEMENTS.has(name)) events.gap();
  };
  scanHtml(text, {
    startTag: ({ name }) => tag(name),
    endTag: tag,
    text: (start, end) => events.run(start, end, true),
    rawText: (element, start, end) => {
      const escapable = ESCAPABLE_ELEMENTS.has(element);
      if (escapable || element === CDATA) events.run(start, end, escapable);
    },
  });
}

/** The characters of a run, entities decoded. */
export function decodeRun(run: string, entities: boolean): string {
  return entities && run.includes('&') ? decodeHTML(run) : run;
}

/** White space but for single spaces: there are few such places once folded, and each costs memory. */
const NOT_FOLDED = /\s{2,}|[^\S ]/g;

/** Runs that are joined at a time: millions of short strings take far more memory than their text. */
const BATCH = 4096;

/** All that a visitor can see of a page, white space folded to single spaces. */
export function visibleText(content: Pick<PageContent, 'text' | 'html'>): string {
  const batches: string[] = [];
  let pieces: string[] = [];
  const fold = () => {
    const folded = pieces.join('').replaceAll(NOT_FOLDED, ' ');
    const added = batches.at(-1)?.endsWith(' ') ? folded.trimStart() : folded;
    if (added !== '') batches.push(added);
    pieces = [];
  };
  const add = (piece: string) => {
    if (pieces.push(piece) === BATCH) fold();
  };
  scanVisible(content, {
    run: (start, end, entities) => add(decodeRun(content.text.slice(start, end), entities)),
    gap: () => add(' '),
  });
  fold();
  return batches.join('').trim();
}

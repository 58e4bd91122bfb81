import { contentOfTag } from './element-content.ts';
import { ESCAPABLE_ELEMENTS } from './html-elements.ts';
import { CDATA } from './html-scanner.ts';
import { isCode, scriptType } from './script-type.ts';
import { shownIn, ShownText } from './shown-text.ts';
import type { StartTag } from './start-tag.ts';

/** How much of each kind a scan has met so far; what an element holds is the difference between its end and its start. */
export interface Amounts {
  readonly text: number;
  readonly elements: number;
  readonly sources: number;
  readonly handlers: number;
  /** Characters of names that are not shown as text. */
  readonly label: number;
  /** Characters of script, and scripts loaded. */
  readonly script: number;
  /** Of text, sources and handlers, what does not only announce content that is yet to come. */
  readonly lasting: number;
  /** Elements and texts that announce such content. */
  readonly notices: number;
}

/** What has been met before a scan begins. */
export const NOTHING: Amounts = {
  text: 0,
  elements: 0,
  sources: 0,
  handlers: 0,
  label: 0,
  script: 0,
  lasting: 0,
  notices: 0,
};

/** What two parts of a page hold together. */
export function plus(some: Amounts, more: Amounts): Amounts {
  return {
    text: some.text + more.text,
    elements: some.elements + more.elements,
    sources: some.sources + more.sources,
    handlers: some.handlers + more.handlers,
    label: some.label + more.label,
    script: some.script + more.script,
    lasting: some.lasting + more.lasting,
    notices: some.notices + more.notices,
  };
}

/** What was met between two points of a scan. */
export function minus(some: Amounts, less: Amounts): Amounts {
  return {
    text: some.text - less.text,
    elements: some.elements - less.elements,
    sources: some.sources - less.sources,
    handlers: some.handlers - less.handlers,
    label: some.label - less.label,
    script: some.script - less.script,
    lasting: some.lasting - less.lasting,
    notices: some.notices - less.notices,
  };
}

/** Text of at most so many characters that ends in an ellipsis is "Loading…" in some language. */
const LONGEST_NOTICE = 40;

/** Counts what a scan meets. Script is counted on the whole page, all else only where it is asked to. */
export class RunningContent {
  /** Characters of style sheets and of `noscript` met so far. */
  otherwise = 0;
  readonly #page: string;
  readonly #amounts = { ...NOTHING };
  /** The text since the last tag that opened or ended an element. */
  readonly #run = new ShownText();
  /** How deep the element is that only holds a place for content to come. */
  #placeholder = Number.POSITIVE_INFINITY;
  #inScript = false;
  /** How deep the script or style sheet is, of SVG too, whose content nobody sees. */
  #unseen: number | undefined;

  constructor(page: string) {
    this.#page = page;
  }

  /** Counts of an element nothing but what it makes run. */
  unmarked(tag: StartTag): void {
    if (tag.name !== 'script') return;
    this.#inScript = isCode(scriptType(tag));
    if (this.#inScript && tag.has('src')) this.#amounts.script += 1;
  }

  /**
   * Counts an element, which is `depth` deep unless it has no content. Returns what there was before that which the
   * element holds itself: its attributes, and itself where it shows something without content.
   */
  element(tag: StartTag, depth: number | undefined): Amounts {
    this.#endRun();
    const { sources, handlers, label, counts, announces } = contentOfTag(tag, this.#page);
    if (counts === 'as child') this.#amounts.elements += 1;
    const before = this.amounts();
    this.unmarked(tag);
    if (counts === 'by itself') this.#amounts.elements += 1;
    if (tag.name === 'script' || tag.name === 'style') this.#unseen = depth;
    if (announces) this.#amounts.notices += 1;
    if (announces && depth !== undefined) this.#placeholder = Math.min(this.#placeholder, depth);
    this.#amounts.label += label;
    const lasts = !announces && !this.#waits;
    this.#count('sources', sources, lasts);
    this.#count('handlers', handlers, lasts);
    return before;
  }

  /** The element that is `depth` deep has ended. */
  closed(depth: number): void {
    this.#endRun();
    if (this.#placeholder === depth) this.#placeholder = Number.POSITIVE_INFINITY;
    if (this.#unseen === depth) this.#unseen = undefined;
  }

  text(start: number, end: number): void {
    if (this.#unseen === undefined) this.#run.add(this.#page, start, end, true);
  }

  /** A marked style sheet has content, which counts as the address from which it could be loaded. */
  styled(start: number, end: number): void {
    if (shownIn(this.#page, start, end) > 0) this.#count('sources', 1, !this.#waits);
  }

  /** Counts the content of a raw element: script and style everywhere, text only where it `measures`. */
  rawText(element: string, start: number, end: number, measures: boolean): void {
    if (element === 'style' || element === 'noscript') this.otherwise += shownIn(this.#page, start, end);
    const escapable = ESCAPABLE_ELEMENTS.has(element);
    if (element === 'script' && this.#inScript) {
      const characters = shownIn(this.#page, start, end);
      this.#amounts.script += characters;
      if (measures && characters > 0) this.#count('handlers', 1, !this.#waits);
    } else if (measures && (escapable || (element === CDATA && this.#unseen === undefined))) {
      this.#run.add(this.#page, start, end, escapable);
    }
  }

  /** What was counted up to here. */
  amounts(): Amounts {
    return { ...this.#amounts };
  }

  get #waits(): boolean {
    return this.#placeholder !== Number.POSITIVE_INFINITY;
  }

  #endRun(): void {
    const { characters, dots } = this.#run;
    if (characters === 0) return;
    const announces = dots >= 3 && characters <= LONGEST_NOTICE;
    this.#count('text', characters, !announces && !this.#waits);
    if (announces) this.#amounts.notices += 1;
    this.#run.clear();
  }

  #count(kind: 'text' | 'sources' | 'handlers', amount: number, lasts: boolean): void {
    this.#amounts[kind] += amount;
    if (lasts) this.#amounts.lasting += amount;
  }
}

import { attributesOf } from './element-content.ts';
import type { HtmlEvents } from './html-scanner.ts';
import { type ElementSources, MarkedElements, type OnToken } from './marked-elements.ts';
import { ownCopy } from './place.ts';
import { type Amounts, minus, NOTHING, plus, RunningContent } from './running-content.ts';
import type { StartTag } from './start-tag.ts';

/** Names of elements are an uploader's: no more of one is remembered. */
const LONGEST_NAME = 32;

/**
 * How much the elements that carry a token hold, in all of them together, their own attributes included. What stands in
 * several of them counts once; white space, comments and the order of attributes make no difference.
 */
export interface TokenContent {
  /** The name of the first of them, cut to 32 characters. */
  readonly carrier: string;
  /** Characters that a visitor can see, white space left out. */
  readonly text: number;
  /** Child elements, however deep, that are there to be seen and name no source. */
  readonly elements: number;
  /** What is fetched or gone to: `src`, `srcset`, `href`, `action` and the like. */
  readonly sources: number;
  /** Event handlers in attributes, and scripts. */
  readonly handlers: number;
  /** Characters of `alt`, `title` and `aria-label`, which may say what text said. */
  readonly label: number;
  /** Attributes of those elements themselves, and names of their classes: a script or style may fill them by one more. */
  readonly attributes: number;
  /** Characters of script, and scripts loaded, on the rest of the page: handlers may have moved there. */
  readonly scriptElsewhere: number;
  /** Characters of style sheets and of `noscript` on the whole page: it may be shown that way. */
  readonly otherwise: number;
  /** All that they hold only announces what a script is to put there, such as "Loading…" or a skeleton. */
  readonly waiting?: true;
}

interface OpenMark {
  readonly depth: number;
  readonly carrier: string;
  readonly attributes: number;
  readonly tokens: readonly string[];
  readonly since: Amounts;
}

interface Held {
  readonly carrier: string;
  readonly attributes: number;
  readonly amounts: Amounts;
}

/**
 * Measures, in one scan, what the elements of each live token hold. Takes time linear in the page, and memory for as many
 * open elements as there are tokens.
 */
export class TokenContents {
  readonly events: HtmlEvents;
  readonly #marked: MarkedElements;
  readonly #running: RunningContent;
  readonly #held = new Map<string, Held>();
  /** The outermost open element of each open token. */
  readonly #marks: OpenMark[] = [];
  readonly #open = new Set<string>();
  #depth = 0;

  /** `onToken` is told of each element's tokens as they are met. */
  constructor(text: string, sources: ElementSources, onToken: OnToken) {
    this.#marked = new MarkedElements(text, sources, onToken);
    this.#running = new RunningContent(text);
    this.events = this.#marked.none
      ? {}
      : {
          startTag: (tag, opened) => this.#startTag(tag, opened),
          closed: () => this.#closed(),
          text: (start, end) => this.#measures && this.#running.text(start, end),
          rawText: (element, start, end) => this.#rawText(element, start, end),
        };
  }

  /** What was measured when the scan has ended, for tokens that an element carries. */
  result(): ReadonlyMap<string, TokenContent> {
    const page = { script: this.#running.amounts().script, otherwise: this.#running.otherwise };
    return new Map([...this.#held].map(([token, held]) => [token, contentOf(held, page)]));
  }

  get #measures(): boolean {
    return this.#marks.length > 0;
  }

  #startTag(tag: StartTag, opened: boolean): void {
    if (opened) this.#depth += 1;
    const tokens = this.#marked.tokens(tag, opened, this.#open);
    if (tokens.length === 0 && !this.#measures) return this.#running.unmarked(tag);
    const since = this.#running.element(tag, opened ? this.#depth : undefined);
    if (tokens.length === 0) return;
    const [carrier, attributes] = [ownCopy(tag.name.slice(0, LONGEST_NAME)), attributesOf(tag)];
    const mark = { depth: this.#depth, carrier, attributes, tokens, since };
    if (!opened) return this.#hold(mark);
    this.#marks.push(mark);
    for (const token of tokens) this.#open.add(token);
  }

  #rawText(element: string, start: number, end: number): void {
    const marked = this.#marks.at(-1)?.depth === this.#depth;
    if (marked && element === 'style') this.#running.styled(start, end);
    this.#running.rawText(element, start, end, this.#measures);
  }

  #closed(): void {
    this.#marked.closed();
    if (this.#measures) this.#running.closed(this.#depth);
    const mark = this.#marks.at(-1);
    if (mark?.depth === this.#depth) {
      this.#marks.pop();
      for (const token of mark.tokens) this.#open.delete(token);
      this.#hold(mark);
    }
    this.#depth -= 1;
  }

  #hold({ tokens, carrier, attributes, since }: OpenMark): void {
    const added = minus(this.#running.amounts(), since);
    for (const token of tokens) {
      const held = this.#held.get(token) ?? { carrier, attributes: 0, amounts: NOTHING };
      const amounts = plus(held.amounts, added);
      this.#held.set(token, { carrier: held.carrier, attributes: held.attributes + attributes, amounts });
    }
  }
}

function contentOf(
  { carrier, attributes, amounts }: Held,
  { otherwise, ...page }: { readonly script: number; readonly otherwise: number },
): TokenContent {
  const { text, elements, sources, handlers, label, script, lasting, notices } = amounts;
  const scriptElsewhere = page.script - script;
  const content = { carrier, text, elements, sources, handlers, label, attributes, scriptElsewhere, otherwise };
  return notices > 0 && lasting === 0 ? { ...content, waiting: true } : content;
}

import type { CompiledSources } from './compile-sources.ts';
import type { HtmlEvents } from './html-scanner.ts';
import { MarkedElements } from './marked-elements.ts';
import type { PageContent } from './page-content.ts';
import { type Amounts, RunningContent } from './running-content.ts';
import type { StartTag } from './start-tag.ts';

/**
 * How much the elements that carry a token hold, in all of them together, their own attributes included. What stands in
 * several of them counts once; white space, comments and the order of attributes make no difference.
 */
export interface TokenContent {
  /** Characters that a visitor can see, white space left out. */
  readonly text: number;
  /** Child elements, however deep, that are there to be seen and name no source. */
  readonly elements: number;
  /** What is fetched or gone to: `src`, `srcset`, `href`, `action` and the like. */
  readonly sources: number;
  /** Event handlers in attributes, and scripts. */
  readonly handlers: number;
  /** Buttons and fields, among the elements or carrying the token themselves. */
  readonly controls: number;
  /** Characters of script, and scripts loaded, on the rest of the page: handlers may have moved there. */
  readonly scriptElsewhere: number;
  /** All that they hold only announces what a script is to put there, such as "Loading…" or a skeleton. */
  readonly waiting?: true;
}

interface OpenMark {
  readonly depth: number;
  readonly tokens: readonly string[];
  readonly since: Amounts;
}

/**
 * Measures, in one scan, what the elements of each live token hold. Takes time linear in the page, and memory for as many
 * open elements as there are tokens.
 */
export class TokenContents {
  readonly events: HtmlEvents;
  readonly #marked: MarkedElements;
  readonly #running: RunningContent;
  readonly #held = new Map<string, Amounts>();
  /** The outermost open element of each open token. */
  readonly #marks: OpenMark[] = [];
  readonly #open = new Set<string>();
  #depth = 0;

  constructor(
    { text, tokens }: Pick<PageContent, 'text' | 'tokens'>,
    sources: Pick<CompiledSources, 'attributes' | 'selectors'>,
  ) {
    this.#marked = new MarkedElements(tokens, sources);
    this.#running = new RunningContent(text);
    this.events = this.#marked.none
      ? {}
      : {
          startTag: (tag, opened) => this.#startTag(tag, opened),
          closed: () => this.#closed(),
          text: (start, end) => this.#measures && this.#running.text(start, end),
          rawText: (element, start, end) => this.#running.rawText(element, start, end, this.#measures),
        };
  }

  /** What was measured when the scan has ended, for tokens that an element carries. */
  result(): ReadonlyMap<string, TokenContent> {
    const { script } = this.#running.amounts();
    return new Map([...this.#held].map(([token, held]) => [token, contentOf(held, script)]));
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
    if (!opened) return this.#hold(tokens, since);
    this.#marks.push({ depth: this.#depth, tokens, since });
    for (const token of tokens) this.#open.add(token);
  }

  #closed(): void {
    this.#marked.closed();
    if (this.#measures) this.#running.closed(this.#depth);
    const mark = this.#marks.at(-1);
    if (mark?.depth === this.#depth) {
      this.#marks.pop();
      for (const token of mark.tokens) this.#open.delete(token);
      this.#hold(mark.tokens, mark.since);
    }
    this.#depth -= 1;
  }

  #hold(tokens: readonly string[], since: Amounts): void {
    const now = this.#running.amounts();
    for (const token of tokens) {
      const held = this.#held.get(token);
      this.#held.set(token, {
        text: (held?.text ?? 0) + now.text - since.text,
        elements: (held?.elements ?? 0) + now.elements - since.elements,
        sources: (held?.sources ?? 0) + now.sources - since.sources,
        handlers: (held?.handlers ?? 0) + now.handlers - since.handlers,
        controls: (held?.controls ?? 0) + now.controls - since.controls,
        script: (held?.script ?? 0) + now.script - since.script,
        lasting: (held?.lasting ?? 0) + now.lasting - since.lasting,
      });
    }
  }
}

function contentOf({ script, lasting, ...held }: Amounts, scriptOfPage: number): TokenContent {
  const content = { ...held, scriptElsewhere: scriptOfPage - script };
  const holds = held.text + held.elements + held.sources + held.handlers > 0;
  return holds && lasting === 0 ? { ...content, waiting: true } : content;
}

import type { CompiledSources } from './compile-sources.ts';
import { scanHtml } from './html-scanner.ts';
import { MarkedElements } from './marked-elements.ts';
import type { PageContent } from './page-content.ts';

/** A part of a page, as offsets. */
interface Span {
  readonly start: number;
  end: number;
}

interface OpenRegion extends Span {
  readonly depth: number;
  readonly tokens: readonly string[];
  /** Regions of other tokens within. */
  readonly inner: Span[];
}

/**
 * What stands in the elements that carry each token of a page, without the elements of other tokens in them; runs of white
 * space count as one space. Tokens that no element carries have none. Takes time linear in the page.
 */
export function tokenRegions(
  { html, text }: Pick<PageContent, 'html' | 'text'>,
  sources: CompiledSources,
): ReadonlyMap<string, string> {
  const regions = new TokenRegions(text, sources);
  if (html) regions.scan();
  return regions.found;
}

class TokenRegions {
  readonly found = new Map<string, string>();
  readonly #text: string;
  readonly #marked: MarkedElements;
  readonly #regions: OpenRegion[] = [];
  readonly #open = new Set<string>();
  #depth = 0;
  /** Where what was last reported ends. */
  #at = 0;

  constructor(text: string, sources: CompiledSources) {
    this.#text = text;
    this.#marked = new MarkedElements(text, sources, () => {});
  }

  scan(): void {
    const reached = (_start: number, end: number) => void (this.#at = end);
    scanHtml(this.#text, {
      startTag: (tag, opened) => {
        if (opened) this.#depth += 1;
        const tokens = this.#marked.tokens(tag, opened, this.#open);
        this.#at = tag.end;
        if (tokens.length === 0) return;
        const region = { depth: this.#depth, tokens, start: tag.start, end: tag.end, inner: [] };
        if (!opened) return this.#hold(region);
        this.#regions.push(region);
        for (const token of tokens) this.#open.add(token);
      },
      closed: () => this.#closed(),
      text: reached,
      comment: reached,
      inert: reached,
      rawText: (_element, start, end) => reached(start, end),
    });
  }

  #closed(): void {
    this.#marked.closed();
    const region = this.#regions.at(-1);
    if (region?.depth === this.#depth) {
      this.#regions.pop();
      for (const token of region.tokens) this.#open.delete(token);
      region.end = this.#at;
      this.#hold(region);
    }
    this.#depth -= 1;
  }

  #hold(region: OpenRegion): void {
    const own = this.#textOf(region);
    for (const token of region.tokens) this.found.set(token, `${this.found.get(token) ?? ''}${own}\n`);
    this.#regions.at(-1)?.inner.push(region);
  }

  #textOf({ start, end, inner }: OpenRegion): string {
    const pieces: string[] = [];
    let from = start;
    for (const span of inner) {
      pieces.push(this.#text.slice(from, span.start));
      from = span.end;
    }
    pieces.push(this.#text.slice(from, end));
    return pieces.join(' ').replaceAll(/\s+/g, ' ').trim();
  }
}

import type { CompiledSources, Matcher } from './compile-sources.ts';
import { ElementPath } from './element-path.ts';
import { Mentions } from './mentions.ts';
import type { PageContent } from './page-content.ts';
import type { CompiledSelector } from './selector.ts';
import type { StartTag } from './start-tag.ts';

const NONE: readonly string[] = [];

/** Knows in a scan which elements carry which live tokens, as far as an element and its ancestors tell. */
export class MarkedElements {
  readonly #live: Pick<ReadonlySet<string>, 'has'>;
  readonly #attributes: readonly (readonly [string, Mentions])[];
  readonly #selectors: readonly Matcher<CompiledSelector>[];
  readonly #path: ElementPath | undefined;
  /** No element carries any token. */
  readonly none: boolean;

  constructor(
    { text, tokens }: Pick<PageContent, 'text' | 'tokens'>,
    { attributes, selectors }: Pick<CompiledSources, 'attributes' | 'selectors'>,
  ) {
    this.#live = tokens;
    this.#attributes = tokens.size > 0 ? attributes.map((attribute) => [attribute, new Mentions(text, attribute)]) : [];
    this.#selectors = selectors.filter(({ token, test }) => !test.needsTree && tokens.has(token));
    this.#path = this.#selectors.length > 0 ? new ElementPath() : undefined;
    this.none = this.#attributes.length === 0 && this.#selectors.length === 0;
  }

  /** The tokens of an element that are not among the `open` ones; to be told of every element. */
  tokens(tag: StartTag, opened: boolean, open: ReadonlySet<string>): readonly string[] {
    let tokens: Set<string> | undefined;
    for (const [attribute, mentions] of this.#attributes) {
      if (!mentions.between(tag.start, tag.end)) continue;
      const names = tag.value(attribute)?.matchAll(/[^\t\n\f\r ]+/g) ?? [];
      for (const [name] of names) if (this.#live.has(name) && !open.has(name)) tokens = (tokens ?? new Set()).add(name);
    }
    const element = this.#path?.open(tag, opened);
    for (const { token, test } of element ? this.#selectors : []) {
      if (element && !open.has(token) && test.matches(element)) tokens = (tokens ?? new Set()).add(token);
    }
    return tokens ? [...tokens] : NONE;
  }

  /** An element ended. */
  closed(): void {
    this.#path?.close();
  }
}

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
  readonly #attributes: readonly { readonly name: string; readonly mentions: Mentions }[];
  readonly #selectors: readonly Matcher<CompiledSelector>[];
  readonly #path: ElementPath | undefined;
  /** No element carries any token. */
  readonly none: boolean;

  constructor(
    { text, tokens }: Pick<PageContent, 'text' | 'tokens'>,
    { attributes, selectors }: Pick<CompiledSources, 'attributes' | 'selectors'>,
  ) {
    this.#live = tokens;
    this.#attributes = tokens.size > 0 ? attributes.map((name) => ({ name, mentions: new Mentions(text, name) })) : [];
    this.#selectors = selectors.filter(({ token, test }) => !test.needsTree && tokens.has(token));
    this.#path = this.#selectors.length > 0 ? new ElementPath() : undefined;
    this.none = this.#attributes.length === 0 && this.#selectors.length === 0;
  }

  /** The tokens of an element that are not among the `open` ones; to be told of every element. */
  tokens(tag: StartTag, opened: boolean, open: ReadonlySet<string>): readonly string[] {
    const element = this.#path?.open(tag, opened);
    // nearly all elements carry none, and are many
    if (!element && !this.#attributes.some(({ mentions }) => mentions.between(tag.start, tag.end))) return NONE;
    const tokens = new Set<string>();
    for (const { name } of this.#attributes) {
      for (const [token] of tag.value(name)?.matchAll(/[^\t\n\f\r ]+/g) ?? []) {
        if (this.#live.has(token) && !open.has(token)) tokens.add(token);
      }
    }
    for (const { token, test } of element ? this.#selectors : []) {
      if (element && !open.has(token) && test.matches(element)) tokens.add(token);
    }
    return [...tokens];
  }

  /** An element ended. */
  closed(): void {
    this.#path?.close();
  }
}

import type { CompiledSources, Matcher } from './compile-sources.ts';
import { ElementPath } from './element-path.ts';
import { Mentions } from './mentions.ts';
import type { CompiledSelector } from './selector.ts';
import type { StartTag } from './start-tag.ts';
import { isTokenName } from './token-name.ts';

/** The sources that an element and its ancestors tell of. */
export type ElementSources = Pick<CompiledSources, 'attributes' | 'selectors'>;

const NONE: readonly string[] = [];

/** Names of one element that are looked at: no page may have nearly as many tokens. */
const MAX_NAMES = 1000;

/** Is told of every element that carries a token, with the offset of what says so. */
export type OnToken = (token: string, offset: number) => void;

/** Knows in a scan which elements carry which live tokens, as far as an element and its ancestors tell. */
export class MarkedElements {
  readonly #onToken: OnToken;
  readonly #attributes: readonly { readonly name: string; readonly mentions: Mentions }[];
  readonly #selectors: readonly Matcher<CompiledSelector>[];
  readonly #path: ElementPath | undefined;
  /** No element can carry any token. */
  readonly none: boolean;

  constructor(text: string, { attributes, selectors }: ElementSources, onToken: OnToken) {
    this.#onToken = onToken;
    this.#attributes = attributes.map((name) => ({ name, mentions: new Mentions(text, name) }));
    this.#selectors = selectors.filter(({ test }) => !test.needsTree);
    this.#path = this.#selectors.length > 0 ? new ElementPath() : undefined;
    this.none = this.#attributes.length === 0 && this.#selectors.length === 0;
  }

  /** The tokens of an element that are not among the `open` ones; to be told of every element. */
  tokens(tag: StartTag, opened: boolean, open: ReadonlySet<string>): readonly string[] {
    const element = this.#path?.open(tag, opened);
    // nearly all elements carry none, and are many
    if (!element && !this.#attributes.some(({ mentions }) => mentions.between(tag.start, tag.end))) return NONE;
    const tokens = new Set<string>();
    for (const { name } of this.#attributes) this.#named(tag, tag.find(name), tokens);
    for (const { token, test } of element ? this.#selectors : []) {
      if (!element || open.has(token) || !test.matches(element)) continue;
      this.#onToken(token, tag.start);
      tokens.add(token);
    }
    return [...tokens.difference(open)];
  }

  #named(tag: StartTag, at: number, tokens: Set<string>): void {
    if (at === -1) return;
    for (const [token] of tag.valueAt(at).matchAll(/[^\t\n\f\r ]+/g)) {
      if (!isTokenName(token)) continue;
      this.#onToken(token, tag.attributes[at] ?? 0);
      if (tokens.add(token).size === MAX_NAMES) return;
    }
  }

  /** An element ended. */
  closed(): void {
    this.#path?.close();
  }
}

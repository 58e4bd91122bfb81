import type { Element } from 'domhandler';
import type { Limits } from '../site/policy.ts';
import { type CodeSyntax, codeComments } from './code-comments.ts';
import type { CompiledSources, Matcher } from './compile-sources.ts';
import { type HtmlEvents, scanHtml } from './html-scanner.ts';
import { htmlTree, MAX_NODES } from './html-tree.ts';
import { LiveText } from './live-text.ts';
import { markedToken } from './marked-token.ts';
import type { CompiledSelector } from './selector.ts';
import type { Syntax } from './syntax.ts';
import { together } from './together.ts';
import { type TokenContent, TokenContents } from './token-contents.ts';
import { isTokenName } from './token-name.ts';

/** The live tokens of a page, each with the offset where it first appears; or why they cannot be found. */
export type FoundTokens =
  | {
      readonly kind: 'found';
      readonly offsets: ReadonlyMap<string, number>;
      /** What the elements of tokens hold. */
      readonly contents: ReadonlyMap<string, TokenContent>;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Finds what the sources name in a page's text, under the limits on depth and number. `listener` hears the same scan,
 * when the page is HTML.
 */
export function findTokens(
  text: string,
  syntax: Syntax,
  sources: CompiledSources,
  limits: Pick<Limits, 'depth' | 'tokens'>,
  listener: HtmlEvents = {},
): FoundTokens {
  const finder = new TokenFinder(text, sources);
  const depth = syntax === 'html' ? finder.html(limits, listener) : 0;
  if (depth > limits.depth) {
    return unreadable(`Elements of the page are nested ${depth} deep or deeper; the limit is ${limits.depth}.`);
  }
  if (syntax === 'html' && !finder.select()) {
    return unreadable(
      `The page has more than ${MAX_NODES} elements and texts, the limit for selectors that look at siblings.`,
    );
  }
  if (syntax === 'css' || syntax === 'js') finder.code(syntax, 0, text.length);
  finder.match();
  const { offsets } = finder;
  if (offsets.size <= limits.tokens) return { kind: 'found', offsets, contents: finder.contents() };
  return unreadable(`The page has ${offsets.size} feature tokens or more; the limit is ${limits.tokens}.`);
}

class TokenFinder {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  readonly #sources: CompiledSources;
  readonly #contents: TokenContents;
  readonly #comments: boolean;
  readonly #live: LiveText | undefined;

  constructor(text: string, sources: CompiledSources) {
    this.#text = text;
    this.#sources = sources;
    this.#contents = new TokenContents(text, sources, (token, offset) => this.#add(token, offset));
    // code is read for its comments only where they can matter
    this.#comments = sources.comments.some((label) => text.includes(label)) || sources.patterns.length > 0;
    this.#live = sources.patterns.length > 0 ? new LiveText(text) : undefined;
  }

  html({ depth, tokens }: Pick<Limits, 'depth' | 'tokens'>, listener: HtmlEvents): number {
    const own: HtmlEvents = {
      comment: (start, end) => this.#comment(start, end),
      rawText: (element, start, end) => this.#raw(element, start, end),
      inert: (start, end) => this.#live?.blank(start, end),
    };
    const tooMany = () => this.offsets.size > tokens;
    return scanHtml(this.#text, together(this.#contents.events, own, listener), { depth, when: tooMany });
  }

  contents(): ReadonlyMap<string, TokenContent> {
    return this.#contents.result();
  }

  code(syntax: CodeSyntax, start: number, end: number): void {
    if (this.#comments) codeComments(this.#text, syntax, { start, end }, (from, to) => this.#comment(from, to));
  }

  /** Whether the selectors could be applied that an element and its ancestors do not decide. */
  select(): boolean {
    const pending = new Set(this.#sources.selectors.filter(({ test }) => test.needsTree));
    if (pending.size === 0) return true;
    const elements = htmlTree(this.#text);
    for (const element of elements ?? []) this.#selected(element, pending);
    return elements !== undefined;
  }

  match(): void {
    const live = this.#live?.text();
    if (live === undefined) return;
    for (const { token, test } of this.#sources.patterns) {
      // `test` runs on the automaton alone, and most patterns of a site are not on the page
      if (!test.test(live)) continue;
      const matcher = test.matcher(live);
      if (matcher.find()) this.#add(token, matcher.start());
    }
  }

  /** Takes a selector off the pending ones with its first match. */
  #selected(element: Element, pending: Set<Matcher<CompiledSelector>>): void {
    for (const selector of pending) {
      if (!selector.test.matches(element)) continue;
      this.#add(selector.token, element.startIndex ?? 0);
      pending.delete(selector);
    }
  }

  #raw(element: string, start: number, end: number): void {
    if (element === 'script') this.code('js', start, end);
    else if (element === 'style') this.code('css', start, end);
    else if (element === 'noscript' || element === 'iframe') this.#live?.blank(start, end);
  }

  #comment(start: number, end: number): void {
    this.#live?.blank(start, end);
    const token = markedToken(this.#text, start, end, this.#sources.comments);
    if (token !== undefined) this.#add(token, start);
  }

  #add(name: string, offset: number): void {
    if (!isTokenName(name)) return;
    const known = this.offsets.get(name);
    if (known === undefined || offset < known) this.offsets.set(name, offset);
  }
}

function unreadable(reason: string): FoundTokens {
  return { kind: 'unreadable', reason };
}

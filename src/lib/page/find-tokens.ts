import { selectOne } from 'css-select';
import { type AnyNode, isTag } from 'domhandler';
import { type CodeSyntax, codeComments } from './code-comments.ts';
import type { CompiledSources } from './compile-sources.ts';
import { scanHtml } from './html-scanner.ts';
import { htmlTree } from './html-tree.ts';
import { LiveText } from './live-text.ts';
import { markedToken } from './marked-token.ts';
import type { StartTag } from './start-tag.ts';
import type { Syntax } from './syntax.ts';
import { isTokenName } from './token-name.ts';

/** The live tokens of a page, each with the offset where it first appears, and how deep elements are nested. */
export interface FoundTokens {
  readonly offsets: ReadonlyMap<string, number>;
  readonly depth: number;
}

/**
 * Finds what the sources name in a page's text. A page that is nested deeper than `maxDepth` is read only up to there,
 * and no tree is built of it.
 */
export function findTokens(text: string, syntax: Syntax, sources: CompiledSources, maxDepth: number): FoundTokens {
  const finder = new TokenFinder(text, sources);
  const depth = syntax === 'html' ? finder.html(maxDepth) : 0;
  if (depth > maxDepth) return { offsets: new Map(), depth };
  if (syntax === 'html') finder.select();
  if (syntax === 'css' || syntax === 'js') finder.code(syntax, 0, text.length);
  finder.match();
  return { offsets: finder.offsets, depth };
}

class TokenFinder {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  readonly #sources: CompiledSources;
  readonly #comments: boolean;
  readonly #live: LiveText | undefined;

  constructor(text: string, sources: CompiledSources) {
    this.#text = text;
    this.#sources = sources;
    // code is read for its comments only where they can matter
    this.#comments = sources.comments.some((label) => text.includes(label)) || sources.patterns.length > 0;
    this.#live = sources.patterns.length > 0 ? new LiveText(text) : undefined;
  }

  html(maxDepth: number): number {
    return scanHtml(
      this.#text,
      {
        startTag: (tag) => this.#attributes(tag),
        comment: (start, end) => this.#comment(start, end),
        rawText: (element, start, end) => this.#raw(element, start, end),
        inert: (start, end) => this.#live?.blank(start, end),
      },
      maxDepth,
    );
  }

  code(syntax: CodeSyntax, start: number, end: number): void {
    if (this.#comments) codeComments(this.#text, syntax, { start, end }, (from, to) => this.#comment(from, to));
  }

  select(): void {
    if (this.#sources.selectors.length === 0) return;
    const { children } = htmlTree(this.#text);
    for (const { token, matches } of this.#sources.selectors) {
      const element = selectOne<AnyNode, AnyNode>(matches, children);
      if (element && isTag(element)) this.#add(token, element.startIndex ?? 0);
    }
  }

  match(): void {
    const live = this.#live?.text();
    if (live === undefined) return;
    for (const { token, matches } of this.#sources.patterns) {
      // `test` runs on the automaton alone, and most patterns of a site are not on the page
      if (!matches.test(live)) continue;
      const matcher = matches.matcher(live);
      if (matcher.find()) this.#add(token, matcher.start());
    }
  }

  #attributes(tag: StartTag): void {
    for (const attribute of this.#sources.attributes) {
      const at = tag.find(attribute);
      if (at === -1) continue;
      for (const name of tag.valueAt(at).split(/[\t\n\f\r ]+/)) this.#add(name, tag.attributes[at] ?? 0);
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

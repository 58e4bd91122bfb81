import type { Place } from '../verdict/finding.ts';
import type { CompiledSources } from './compile-sources.ts';
import { type Ending, EndingReader, plainEnding } from './ending.ts';
import { scanHtml } from './html-scanner.ts';
import type { PageContent } from './page-content.ts';
import { type Part, partReader } from './parts.ts';
import { together } from './together.ts';
import { type TokenContent, TokenContents } from './token-contents.ts';

/** What judging remembers of the baseline besides its tokens' names: plain data, small, and read from its text alone. */
export interface Anatomy {
  /** By the name of each live token, which an uploader chose: look it up by `tokenIn`. */
  readonly tokens: Readonly<Record<string, TokenAnatomy>>;
  readonly parts: readonly Part[];
  readonly ending: Ending;
}

/** Where a token stands first, and what its elements hold; no content where it marks no element. */
export interface TokenAnatomy {
  readonly place: Place;
  readonly content?: TokenContent;
}

/** What an anatomy knows of a token; `undefined` also for what every object has, such as `constructor`. */
export function tokenIn({ tokens }: Pick<Anatomy, 'tokens'>, name: string): TokenAnatomy | undefined {
  return Object.hasOwn(tokens, name) ? tokens[name] : undefined;
}

/** Reads a page's anatomy off its text, by one scan. */
export function anatomyOf(
  content: Pick<PageContent, 'text' | 'html' | 'tokens'>,
  sources: Pick<CompiledSources, 'attributes' | 'selectors'>,
): Anatomy {
  const { text, html, tokens } = content;
  if (!html) return { tokens: tokensOf(tokens, new Map()), parts: [], ending: plainEnding(text) };
  const contents = new TokenContents(content, sources);
  const [parts, ending] = [partReader(text), new EndingReader(text)];
  scanHtml(text, together(contents.events, parts.events, ending.events));
  return { tokens: tokensOf(tokens, contents.result()), parts: parts.result(), ending: ending.result() };
}

function tokensOf(places: PageContent['tokens'], contents: ReadonlyMap<string, TokenContent>): Anatomy['tokens'] {
  const tokens = [...places].map(([token, place]): [string, TokenAnatomy] => {
    const content = contents.get(token);
    return [token, content ? { place, content } : { place }];
  });
  return Object.fromEntries(tokens);
}

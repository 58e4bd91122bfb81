import type { Place } from '../verdict/finding.ts';
import { type Ending, EndingReader, plainEnding } from './ending.ts';
import type { HtmlEvents } from './html-scanner.ts';
import type { PageContent } from './page-content.ts';
import { type Part, partReader } from './parts.ts';
import { together } from './together.ts';
import type { TokenContent } from './token-contents.ts';

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

/** What is found of a page's anatomy besides its tokens. */
export type Frame = Pick<Anatomy, 'parts' | 'ending'>;

/** Listens to a scan of an HTML page; when that is done, `result` says what it is made of and how it ends. */
export function frameReader(text: string): { readonly events: HtmlEvents; readonly result: () => Frame } {
  const [parts, ending] = [partReader(text), new EndingReader(text)];
  return {
    events: together(parts.events, ending.events),
    result: () => ({ parts: parts.result(), ending: ending.result() }),
  };
}

/** The frame of a page that is not HTML. */
export function plainFrame(text: string): Frame {
  return { parts: [], ending: plainEnding(text) };
}

/** Puts a page's anatomy together. */
export function anatomyOf(
  places: PageContent['tokens'],
  contents: ReadonlyMap<string, TokenContent>,
  frame: Frame,
): Anatomy {
  return { tokens: tokensOf(places, contents), ...frame };
}

function tokensOf(places: PageContent['tokens'], contents: ReadonlyMap<string, TokenContent>): Anatomy['tokens'] {
  const tokens = [...places].map(([token, place]): [string, TokenAnatomy] => {
    const content = contents.get(token);
    return [token, content ? { place, content } : { place }];
  });
  return Object.fromEntries(tokens);
}

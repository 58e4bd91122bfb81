import type { Place } from '../verdict/finding.ts';
import { type Ending, endingReader, plainEnding } from './ending.ts';
import { scanHtml } from './html-scanner.ts';
import type { PageContent } from './page-content.ts';
import type { Part } from './parts.ts';
import { together } from './together.ts';
import type { TokenContent } from './token-contents.ts';

/** What judging remembers of the baseline besides its tokens' names: plain data, small, and read from its text alone. */
export interface Anatomy {
  /** Where each live token stands first, and what its elements hold; no content for tokens that mark no element. */
  readonly tokens: Readonly<Record<string, { readonly place: Place; readonly content?: TokenContent }>>;
  readonly parts: readonly Part[];
  readonly ending: Ending;
}

/** Reads a page's anatomy off its text, by one scan. */
export function anatomyOf({ text, html, tokens }: Pick<PageContent, 'text' | 'html' | 'tokens'>): Anatomy {
  const places = Object.fromEntries([...tokens].map(([token, place]) => [token, { place }]));
  if (!html) return { tokens: places, parts: [], ending: plainEnding(text) };
  const ending = endingReader(text);
  scanHtml(text, together(ending.events));
  return { tokens: places, parts: [], ending: ending.result() };
}

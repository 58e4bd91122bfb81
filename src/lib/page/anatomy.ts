import type { Place } from '../verdict/finding.ts';
import type { Ending } from './ending.ts';
import type { PageContent } from './page-content.ts';
import type { Part } from './parts.ts';
import type { TokenContent } from './token-contents.ts';

/** What judging remembers of the baseline besides its tokens' names: plain data, small, and read from its text alone. */
export interface Anatomy {
  /** Where each live token stands first, and what its elements hold; no content for tokens that mark no element. */
  readonly tokens: Readonly<Record<string, { readonly place: Place; readonly content?: TokenContent }>>;
  readonly parts: readonly Part[];
  readonly ending: Ending;
}

/** Reads a page's anatomy off its text. */
export function anatomyOf(content: Pick<PageContent, 'text' | 'html' | 'tokens'>): Anatomy {
  const tokens = Object.fromEntries([...content.tokens].map(([token, place]) => [token, { place }]));
  return { tokens, parts: [], ending: { closed: content.text.trimEnd().endsWith('</html>') } };
}

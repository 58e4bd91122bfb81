import type { Place } from '../verdict/finding.ts';

/** What a version says, as far as the guard understands it. */
export interface PageContent {
  readonly html: boolean;
  /** Decoded text of the whole page. */
  readonly text: string;
  /** Live tokens in order of appearance, each with the place of its first appearance. */
  readonly tokens: ReadonlyMap<string, Place>;
  /** Text that a visitor can see, entities decoded, white space folded to single spaces. */
  readonly visibleText: string;
}

/** `contradicts`: the bytes are not what Content-Encoding says. `unreadable`: beyond a limit, or undecodable. */
export type Reading =
  | { readonly kind: 'read'; readonly content: PageContent }
  | { readonly kind: 'contradicts'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

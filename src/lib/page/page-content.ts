import type { Place } from '../verdict/finding.ts';
import type { Anatomy } from './anatomy.ts';
import type { UnitList } from './unit-list.ts';
import type { Units } from './units.ts';

/** What a version says, as far as the guard understands it. All but the text and its tokens is found when asked for. */
export interface PageContent {
  readonly html: boolean;
  /** Decoded text of the whole page. */
  readonly text: string;
  /** Live tokens in order of appearance, each with the place of its first appearance. */
  readonly tokens: ReadonlyMap<string, Place>;
  /** Whether a visitor can see any text. */
  readonly hasText: boolean;
  /** What its features hold, what it is made of, and how it ends. */
  readonly anatomy: Anatomy;
  /** Its pieces in their order, and in that of their hashes, to be counted against those of other versions. */
  readonly list: UnitList;
  readonly units: Units;
}

/** `contradicts`: the bytes are not what Content-Encoding says. `unreadable`: beyond a limit, or undecodable. */
export type Reading =
  | { readonly kind: 'read'; readonly content: PageContent }
  | { readonly kind: 'contradicts'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

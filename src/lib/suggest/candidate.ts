import type { Confidence, Feature } from './suggestion.ts';

/** A way to find a feature: a selector, or a text in a script's code; `meant` are the offsets that it may find. */
export type Option =
  | {
      readonly css: string;
      readonly meant: ReadonlySet<number>;
      /** It says only where the element stands, not which it is. */
      readonly loose?: true;
    }
  | { readonly code: string; readonly start: number; readonly end: number };

/** What looks like a feature of a page, with the ways to find it, the most lasting first. */
export interface Candidate extends Pick<Feature, 'kind' | 'name' | 'why' | 'offset'> {
  readonly confidence: Confidence;
  readonly options: readonly Option[];
}

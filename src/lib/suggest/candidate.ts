import type { Confidence, Feature } from './suggestion.ts';

/** A run of a page's text, as offsets. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** A way to find a feature: a selector, or a text in scripts' own code; `meant` and `scripts` are all that it may find. */
export type Option =
  | {
      readonly css: string;
      readonly meant: ReadonlySet<number>;
      /** It says only where the element stands, not which it is. */
      readonly loose?: true;
    }
  | { readonly code: string; readonly scripts: readonly Run[] };

/** What looks like a feature of a page, with the ways to find it, the most lasting first. */
export interface Candidate extends Pick<Feature, 'kind' | 'name' | 'why' | 'offset'> {
  readonly confidence: Confidence;
  readonly options: readonly Option[];
}

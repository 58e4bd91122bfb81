/** How much the elements that carry a token hold, in all of them together, their own attributes included. */
export interface TokenContent {
  /** Characters that a visitor can see, white space left out. */
  readonly text: number;
  /** Child elements, however deep. */
  readonly elements: number;
  /** What is fetched or gone to: `src`, `srcset`, `href`, `action` and the like. */
  readonly sources: number;
  /** Event handlers in attributes, and scripts. */
  readonly handlers: number;
}

/** The eight deploy rules. */
export type Rule = 'D1' | 'D2' | 'D3' | 'D4' | 'D5' | 'D6' | 'D7' | 'D8';

/** Why a deploy does not go on, and what to do. */
export interface Obstacle {
  readonly rule: Rule;
  /** The page or file that it is about, relative to the prefix; absent: all of the deploy. */
  readonly path?: string;
  /** One sentence or two; may quote what an uploader chose. */
  readonly says: string;
  /** What to do, as a sentence with commands in it. */
  readonly next: string;
}

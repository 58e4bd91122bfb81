import type { Anatomy } from '../page/anatomy.ts';
import type { PastUnits } from './past-units.ts';

/** Accepted versions that an upload is compared with, the baseline among them. */
export const MAX_HISTORY = 20;

/** An accepted version, as a page's record names it. */
export interface Former {
  readonly identity: string;
  readonly versionId: string;
  /** When it was uploaded, ISO 8601. */
  readonly lastModified: string;
  /** It was accepted in spite of what was found in it: undoing it undoes nobody's work. */
  readonly doubted?: true;
}

/** What judging knows of a page's past. */
export interface History {
  /** The baseline's. */
  readonly anatomy?: Anatomy;
  /** Newest first: the baseline, then those before it, at most `MAX_HISTORY`; those of which nothing is known are left out. */
  readonly versions: readonly Former[];
  /** Their units: bit 0 is the baseline's. */
  readonly past: PastUnits;
}

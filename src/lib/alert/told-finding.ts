import type { Finding } from '../verdict/finding.ts';
import { shownCode, shownLine } from './shown-text.ts';

const SENTENCE = 500;
const EXCERPT = 160;

/** A finding as messages tell it, in two lines at most; nothing in them is hidden, and nothing escaped yet. */
export interface ToldFinding {
  /** The sentence, at most 500 characters. */
  readonly says: string;
  /** Where that is to be seen and what stands there, at most 250 characters. */
  readonly place?: string;
}

/** A finding's sentence, and its place with at most 160 characters of what stands there. */
export function toldFinding(finding: Pick<Finding, 'says' | 'place' | 'placeIn'>): ToldFinding {
  const says = shownLine(finding.says, SENTENCE);
  const where = whereOf(finding);
  if (where === undefined) return { says };
  const excerpt = shownCode(finding.place?.excerpt ?? '', EXCERPT).trim();
  return { says, place: excerpt === '' ? where : `${where}: ${excerpt}` };
}

/** Where a finding is, e.g. `line 27 of the last good version`; `undefined` where it has no place. */
export function whereOf({ place, placeIn }: Pick<Finding, 'place' | 'placeIn'>): string | undefined {
  return place && `line ${place.line} of the ${placeIn === 'baseline' ? 'last good version' : 'upload'}`;
}

import { nearer, type Changes } from '../history/evidence.ts';
import type { Former, History } from '../history/history.ts';
import type { LikelyBase } from '../history/likely-base.ts';
import { goneBack, undoneVersions } from '../history/undone.ts';
import type { PageContent } from '../page/page-content.ts';
import { changesOf } from './diff-hunks.ts';
import { matchLines } from './diff-match.ts';
import { editedUnits } from './edited-units.ts';

/** What bases are compared by. */
export type Compared = Pick<PageContent, 'text' | 'list' | 'units'>;

/** What speaks for an upload having been edited from an older version; sets hold the hashes of units. */
export interface BaseWeight {
  /** The accepted version that it is nearest to. */
  readonly older: Former;
  /** Nothing differs from that one but white space and order. */
  readonly same: boolean;
  /** By how many units it is nearer to that one than to the baseline; at 0 and below nothing speaks for it. */
  readonly nearer: number;
  /** The share of what changed since that it undoes; what was edited once more is left aside. */
  readonly share: number;
  /** The same share, where all of that counts as not undone, but for what a build writes anew. */
  readonly leastShare: number;
  /** The share of the older version that is in it, and of it that is of the older version. */
  readonly ofOlder: number;
  readonly ofUpload: number;
  /** How many accepted versions it undoes, but doubted ones. */
  readonly undoes: number;
  /** In the baseline, not in the older version, and not in the upload, nor anything that it was edited to. */
  readonly dropped: ReadonlySet<number>;
  /** In the older version and in the upload, not in the baseline. */
  readonly back: ReadonlySet<number>;
  /** In the upload alone. */
  readonly fresh: ReadonlySet<number>;
  /** How many units of the older version are not in the upload. */
  readonly missing: number;
  /** Units that it repeats as often as the older version does, where nothing else tells that from the baseline. */
  readonly repeated: number;
}

/**
 * Weighs an upload against the older version that it is nearest to. What it lacks of the baseline but has in an edited
 * form is not held against it; without the baseline's content (`before`) nothing that it lacks is.
 */
export function weighBase(
  content: Compared,
  base: LikelyBase,
  history: History,
  before: Pick<Compared, 'text' | 'list'> | undefined,
): BaseWeight {
  const { older, same, evidence } = base;
  const weight = isNothing(evidence.distinct) ? byRepetition(base, history) : byUnits(content, history, base, before);
  const { undone, ...rest } = weight;
  return { older, same, ...likeness(base), ...rest, undoes: undone.size, missing: evidence.removed };
}

/** The shares of the older version and of the upload that both have. */
export function likeness({ evidence: { shared, added, removed } }: LikelyBase): { ofOlder: number; ofUpload: number } {
  return { ofOlder: shared / (shared + removed), ofUpload: shared / (shared + added) };
}

const NONE: ReadonlySet<number> = new Set();

/** Only how often things stand there tells the two versions apart: which of those between did that is not known. */
function byRepetition({ evidence: { all } }: LikelyBase, { versions }: History) {
  const undone = new Set(versions[0]?.doubted ? [] : [0]);
  const sets = { dropped: NONE, back: NONE, fresh: NONE, undone };
  return { ...sets, nearer: nearer(all), share: shareOf(all), leastShare: shareOf(all), repeated: all.gone + all.back };
}

function byUnits(
  content: Compared,
  { past, versions }: History,
  { index, evidence: { distinct } }: LikelyBase,
  before: Pick<Compared, 'text' | 'list'> | undefined,
) {
  const { gone, back, lost, fresh } = goneBack(content.units, past, index);
  // without the baseline's content all that it has stands, as it were, at one place
  const was = before ?? NO_CONTENT;
  const changes = changesOf(matchLines(was.list.hashes, content.list.hashes), content.list.hashes.length);
  const { edited, rebuilt } = editedUnits(was, content, changes, { gone, lost, fresh });
  const dropped = before ? gone.difference(edited) : NONE;
  // What was edited once more, such as the time of a build, is not as it was in either version.
  const counts = { ...distinct, gone: dropped.size, still: Math.max(0, distinct.still - edited.size) };
  const leastShare = shareOf({ ...counts, still: Math.max(0, distinct.still - rebuilt.size) });
  const places = changes.map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    dropped: among(was.list.hashes.subarray(oldStart, oldEnd), dropped),
    back: among(content.list.hashes.subarray(newStart, newEnd), back),
  }));
  const undone = undoneVersions(past, index, places, (version) => versions[version]?.doubted ?? false);
  return { dropped, back, fresh, undone, nearer: nearer(counts), share: shareOf(counts), leastShare, repeated: 0 };
}

const NO_CONTENT = {
  text: '',
  list: { hashes: new Float64Array(), starts: new Uint32Array(), ends: new Uint32Array() },
};

function among(hashes: Float64Array, wanted: ReadonlySet<number>): number[] {
  return Array.from(hashes.filter((hash) => wanted.has(hash)));
}

function isNothing({ gone, back, kept, still }: Changes): boolean {
  return gone + back + kept + still === 0;
}

function shareOf({ gone, back, kept, still }: Changes): number {
  return (gone + back) / (gone + back + kept + still);
}

import { nearer, type Changes, type Evidence } from '../history/evidence.ts';
import type { History } from '../history/history.ts';
import { likelyBase, type LikelyBase } from '../history/likely-base.ts';
import { undoneVersions, unitsBetween, unitsOfEither } from '../history/undone.ts';
import type { PageContent } from '../page/page-content.ts';
import { unitList } from '../page/unit-list.ts';
import { editedUnits } from './edited-units.ts';
import type { Suspicion } from './severity.ts';
import { saysStale, type Undoing } from './says-stale.ts';

// Where these stand on the curve of recall and false alarms is measured in docs/judging.md.
/** Of what changed since the older version, so much is undone. */
const SHARE = 0.75;
/** So much is undone where the page is put back for it. */
const GRAVE_SHARE = 0.8;
/** So much of the older version is in the upload. */
const OF_OLDER = 0.5;
/** So much of the upload is of the older version. */
const OF_UPLOAD = 0.3;

/** Whether the upload may have been edited from an older version: only then is the baseline's content needed. */
export function looksStale(content: PageContent, history: History): boolean {
  const base = likelyBase(content.units, history);
  return base !== undefined && isLikeOlder(base.evidence);
}

/**
 * `base.stale`: the upload is nearer to an older accepted version than to the baseline. What it lacks of the baseline but
 * has in an edited form is not held against it; without the baseline's content (`before`) nothing that it lacks is.
 */
export function staleFindings(content: PageContent, history: History, before: PageContent | undefined): Suspicion[] {
  const base = likelyBase(content.units, history);
  const older = base && history.versions[base.index];
  if (!base || !older || !isLikeOlder(base.evidence)) return [];
  const undoing = undoingOf(content, history, base, before);
  if (!undoing) return [];
  const undoes = [...undoing.versions].filter((index) => !history.versions[index]?.stale).length;
  if (undoes === 0) return [];
  const { identity, versionId, lastModified } = older;
  return [
    {
      code: 'base.stale',
      grave: undoes > 1 && undoing.share >= GRAVE_SHARE,
      ...saysStale(content, before, { ...undoing, same: base.same, undoes, lastModified }),
      ancestor: { identity, versionId, lastModified, undoes },
    },
  ];
}

function isLikeOlder({ shared, added, removed }: Evidence): boolean {
  return shared >= OF_OLDER * (shared + removed) && shared >= OF_UPLOAD * (shared + added);
}

interface Weight extends Undoing {
  readonly versions: ReadonlySet<number>;
  readonly share: number;
}

const NONE: ReadonlySet<number> = new Set();

/** What the upload undoes; `undefined` when that is too little for a stale base. */
function undoingOf(
  content: PageContent,
  { past }: History,
  base: LikelyBase,
  before?: PageContent,
): Weight | undefined {
  const { distinct, all, removed: missing } = base.evidence;
  if (isNothing(distinct)) {
    // Only how often things stand there tells the two versions apart: not enough to put a page back.
    const little = { versions: new Set([0]), share: 0, dropped: NONE, back: NONE, fresh: NONE, missing };
    return shareOf(all) >= GRAVE_SHARE ? little : undefined;
  }
  const upload = { text: content.text, list: unitList(content) };
  const has = new Set(upload.list.hashes);
  const back = unitsBetween(past, base.index, 0).intersection(has);
  const gone = unitsBetween(past, 0, base.index).difference(has);
  const fresh = has.difference(unitsOfEither(past, 0, base.index));
  const edited = before && editedUnits({ text: before.text, list: unitList(before) }, upload, { gone, fresh });
  const dropped = edited ? gone.difference(edited) : NONE;
  const changes = { ...distinct, gone: dropped.size };
  const share = shareOf(changes);
  if (nearer(changes) <= 0 || share < SHARE) return undefined;
  return { versions: undoneVersions(past, base.index, { dropped, back }), share, dropped, back, fresh, missing };
}

function isNothing({ gone, back, kept, still }: Changes): boolean {
  return gone + back + kept + still === 0;
}

function shareOf({ gone, back, kept, still }: Changes): number {
  return (gone + back) / (gone + back + kept + still);
}

import type { History } from '../history/history.ts';
import { likelyBase, type LikelyBase } from '../history/likely-base.ts';
import { saysStale } from './says-stale.ts';
import type { Suspicion } from './severity.ts';
import { likeness, weighBase, type BaseWeight, type Compared } from './weigh-base.ts';

/** From where on an upload counts as edited from an older version. All are shares. */
export interface Thresholds {
  /** Of what changed since the older version, so much is undone. */
  readonly share: number;
  /** So much is undone where the page is put back for it, or where nothing but repetition speaks for it. */
  readonly graveShare: number;
  /** So much of the older version is in the upload. */
  readonly ofOlder: number;
  /** So much of the upload is of the older version. */
  readonly ofUpload: number;
}

/** The point on the curve of recall and false alarms that judging uses; docs/judging.md has the curve. */
export const SHIPPED: Thresholds = { share: 0.75, graveShare: 0.8, ofOlder: 0.5, ofUpload: 0.3 };

/** Whether the upload may have been edited from an older version: only then is the baseline's content needed. */
export function looksStale(content: Compared, history: History): boolean {
  return suspectedBase(content, history) !== undefined;
}

function suspectedBase({ units }: Compared, history: History): LikelyBase | undefined {
  const base = likelyBase(units, history);
  return base && isLikeOlder(likeness(base), SHIPPED) ? base : undefined;
}

/** Whether these weights say that the upload was edited from an older version. */
export function isStale(
  weight: Pick<BaseWeight, 'nearer' | 'share' | 'ofOlder' | 'ofUpload' | 'undoes' | 'repeated'>,
  thresholds: Thresholds,
): boolean {
  const least = weight.repeated > 0 ? thresholds.graveShare : thresholds.share;
  return weight.nearer > 0 && weight.undoes > 0 && weight.share >= least && isLikeOlder(weight, thresholds);
}

/** Whether a stale upload undoes so much that the page is put back: two accepted versions or more, and most of each. */
export function isGrave(
  { undoes, leastShare }: Pick<BaseWeight, 'undoes' | 'leastShare'>,
  { graveShare }: Thresholds,
): boolean {
  return undoes > 1 && leastShare >= graveShare;
}

/** `base.stale`: the upload is nearer to an older accepted version than to the baseline. */
export function staleFindings(
  content: Compared,
  history: History,
  before: Pick<Compared, 'text' | 'list'> | undefined,
): Suspicion[] {
  const base = suspectedBase(content, history);
  const weight = base && weighBase(content, base, history, before);
  if (!weight || !isStale(weight, SHIPPED)) return [];
  const { identity, versionId, lastModified } = weight.older;
  return [
    {
      code: 'base.stale',
      grave: isGrave(weight, SHIPPED),
      ...saysStale(content, before, weight),
      ancestor: { identity, versionId, lastModified, undoes: weight.undoes },
    },
  ];
}

function isLikeOlder(
  { ofOlder, ofUpload }: Pick<Thresholds, 'ofOlder' | 'ofUpload'>,
  least: Pick<Thresholds, 'ofOlder' | 'ofUpload'>,
): boolean {
  return ofOlder >= least.ofOlder && ofUpload >= least.ofUpload;
}

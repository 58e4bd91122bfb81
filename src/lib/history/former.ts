import type { Baseline, PageRecord } from '../site/page-record.ts';
import type { Finding } from '../verdict/finding.ts';
import { DELETED } from '../site/version.ts';
import { MAX_HISTORY, type Former } from './history.ts';

/** The accepted versions of a page, newest first: the baseline, then those before it. Deletions are left out. */
export function acceptedVersions({
  baseline,
  former = [],
}: Pick<PageRecord, 'baseline' | 'former'>): readonly Former[] {
  return baseline && baseline.identity !== DELETED ? [asFormer(baseline), ...former] : former;
}

/**
 * The baselines before `next`, when it becomes the baseline: every transition that moves the baseline takes them from
 * here. A version that came again says nothing more where it stood before: each is named once.
 */
export function formerAfter(
  page: Pick<PageRecord, 'baseline' | 'former'>,
  next: Pick<Baseline, 'identity'>,
): readonly Former[] | undefined {
  const former = acceptedVersions(page).filter(({ identity }) => identity !== next.identity);
  return former.length > 0 ? former.slice(0, MAX_HISTORY - 1) : undefined;
}

function asFormer({ identity, versionId, lastModified, doubted }: Baseline): Former {
  return { identity, versionId, lastModified, ...(doubted && { doubted }) };
}

/**
 * Whether an accepted version is doubted for what was found in it: it looked edited from a stale copy, or it would have
 * been undone had the guard been told to enforce.
 */
export function isDoubted(findings: readonly Pick<Finding, 'code' | 'severity'>[]): boolean {
  return findings.some(({ code, severity }) => code === 'base.stale' || severity === 'rollback');
}

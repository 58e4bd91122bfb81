import type { History } from '../history/history.ts';
import type { PageContent, Reading } from '../page/page-content.ts';
import type { Allowance, Baseline } from '../site/page-record.ts';
import { DELETED, type ServedHeaders } from '../site/version.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { isAllowed } from './allowed.ts';
import { staleFindings } from './check-base.ts';
import { deletionFindings } from './check-deletion.ts';
import { emptiedFindings } from './check-emptied.ts';
import { headerFindings } from './check-headers.ts';
import { hollowFindings } from './check-hollow.ts';
import { retiredFindings } from './check-retired.ts';
import { structureFindings } from './check-structure.ts';
import { tokenFindings } from './check-tokens.ts';
import { truncatedFindings } from './check-truncated.ts';
import type { Verdict } from './finding.ts';
import { weighed, type Suspicion } from './severity.ts';
import { toldOnce } from './told-once.ts';

/** A version as judging needs it. */
export type Judged =
  | { readonly deleted: true; readonly identity: typeof DELETED; readonly byLifecycle: boolean }
  | { readonly deleted: false; readonly identity: string; readonly headers: ServedHeaders; readonly reading: Reading };

/** All that a verdict depends on. */
export interface Judgement {
  readonly site: SiteRecord;
  readonly version: Judged;
  /** Absent for the first version of a page. */
  readonly baseline?: Baseline;
  /** What the page was before; without it, only what the baseline itself says is known. */
  readonly history?: History;
  /** The baseline's content, needed only when the version has something retired or may have been cut off. */
  readonly before?: PageContent;
  /** Lost tokens that another page has just gained: token → key. */
  readonly gainedElsewhere: ReadonlyMap<string, string>;
  readonly allowances: readonly Allowance[];
  /** A deletion of this page was overridden: the next one passes. */
  readonly mayDelete: boolean;
}

/**
 * Compares a version with the baseline. Pure: no I/O, no clock; equal input gives an equal verdict. What is undone for
 * is told first.
 */
export function judge(judgement: Judgement): Verdict {
  const { version, baseline } = judgement;
  if (baseline?.identity === version.identity) return { kind: 'unchanged' };
  if (version.deleted && (!baseline || judgement.mayDelete)) return { kind: 'accepted' };
  const first = !baseline || baseline.identity === DELETED;
  const unreadable = !version.deleted && unreadableReason(version.reading, first);
  if (unreadable)
    return { kind: 'undecided', findings: [{ code: 'page.unreadable', severity: 'alert', says: unreadable }] };
  const all = suspicions(judgement)
    .map((suspicion) => weighed(suspicion, judgement.site.config.policy, first))
    .filter((finding) => finding.severity !== 'ignore' && !isAllowed(finding, judgement.allowances))
    .toSorted((a, b) => Number(b.severity === 'rollback') - Number(a.severity === 'rollback'));
  const findings = toldOnce(all);
  if (findings.length === 0) return { kind: 'accepted' };
  return { kind: 'breached', rollback: findings.some((finding) => finding.severity === 'rollback'), findings };
}

/** A first version whose bytes contradict their encoding has nothing to go back to: a person must look. */
function unreadableReason(reading: Reading, first: boolean): string | undefined {
  if (reading.kind === 'unreadable' || (reading.kind === 'contradicts' && first)) return reading.reason;
  return undefined;
}

function suspicions(judgement: Judgement): Suspicion[] {
  const { version } = judgement;
  const baseline = judgement.baseline?.identity === DELETED ? undefined : judgement.baseline;
  if (version.deleted) return baseline ? deletionFindings(baseline, version.byLifecycle, judgement) : [];
  if (version.reading.kind === 'contradicts') {
    const served: Suspicion = { code: 'page.headers', grave: true, says: version.reading.reason };
    return [served, ...(baseline ? tokenFindings(baseline, { tokens: new Map() }, judgement) : [])];
  }
  if (version.reading.kind === 'unreadable') return [];
  const { content } = version.reading;
  const anatomy = baseline && judgement.history?.anatomy;
  return [
    ...(anatomy ? truncatedFindings(anatomy, content, judgement.before) : []),
    ...(baseline ? emptiedFindings(baseline, content) : []),
    ...(baseline ? headerFindings(baseline.headers, version.headers, judgement.site.config.production) : []),
    ...(baseline ? tokenFindings(baseline, content, judgement) : []),
    ...(anatomy ? hollowFindings(anatomy, content, judgement) : []),
    ...retiredFindings(baseline, content, judgement),
    ...(baseline && judgement.history ? staleFindings(content, judgement.history, judgement.before) : []),
    ...(anatomy ? structureFindings(anatomy, content) : []),
  ];
}

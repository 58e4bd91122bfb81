import { isDoubted } from '../history/former.ts';
import type { PageContent, Reading } from '../page/page-content.ts';
import { reading, type Read } from '../reconcile/read-version.ts';
import { needsBefore } from '../reconcile/weigh.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { DELETED } from '../site/version.ts';
import type { Finding, Verdict } from '../verdict/finding.ts';
import { judge, type Judgement } from '../verdict/judge.ts';
import { accepted, historyOf, isPutBack, passed, putBack, type Past } from './past.ts';

/** What would have become of a version under a guard that enforces. `alert`: told, and left live. */
export const REPLAY_VERDICTS = ['rollback', 'alert', 'undecided', 'accepted', 'unchanged'] as const;

/** One of them. */
export type ReplayVerdict = (typeof REPLAY_VERDICTS)[number];

/** What the guard would have said of one version. */
export interface Replayed {
  readonly page: string;
  /** As its history names it: S3's version id, the commit, or the file's name. */
  readonly version: string;
  /** Its place among the versions that were read, from 1. */
  readonly number: number;
  /** When it was stored, ISO 8601. */
  readonly at: string;
  readonly verdict: ReplayVerdict;
  readonly findings: readonly Finding[];
  /** The version that it was most likely edited from; `null` for the first. */
  readonly ancestor: string | null;
}

/** A page, and the site as whose it is judged. */
export interface ReplayedPage {
  readonly name: string;
  readonly key: string;
  readonly site: SiteRecord;
}

/** One version further: what was said of it, and what is known before the next. */
export interface ReplayStep {
  readonly past: Past;
  readonly replayed: Replayed;
}

/**
 * Judges a version as the guard would have, by what came before it. Whatever is found, a version that can be read is what
 * the next one is compared with, for it did go live. Pure.
 */
export function replay(past: Past, version: Read, page: ReplayedPage): ReplayStep {
  const { read, content } = contentOf(version, page);
  if (isPutBack(past, version)) {
    const replayed = told(past, version, page, { kind: 'unchanged' });
    return { past: putBack(past, version, content), replayed };
  }
  const verdict = judge(judgementOf(past, version, read, page));
  return { past: after(past, version, content, verdict), replayed: told(past, version, page, verdict) };
}

/** Takes a version as one that was accepted, without judging it; one that cannot be read is passed over. Pure. */
export function takeAccepted(past: Past, version: Read, page: ReplayedPage): ReplayStep {
  const { content } = contentOf(version, page);
  const replayed = told(past, version, page, { kind: 'accepted' });
  const next = content || version.deleted ? accepted(past, version, content) : passed(past, version);
  return { past: next, replayed };
}

function contentOf(version: Read, { key, site }: ReplayedPage) {
  const read = version.deleted
    ? undefined
    : reading({ ref: { site: site.config.name, key }, site, notices: [] }, version);
  return { read, content: read?.kind === 'read' ? read.content : undefined };
}

/** All that the verdict depends on: what a look of the guard would gather, but other pages, allowances and notices. */
function judgementOf(past: Past, version: Read, read: Reading | undefined, { site }: ReplayedPage): Judgement {
  const { baseline, contents } = past;
  const content = read?.kind === 'read' ? read.content : undefined;
  const history = content && historyOf(past);
  const before = baseline && contents.get(baseline.identity);
  return {
    site,
    version:
      version.deleted || !read
        ? { deleted: true, identity: DELETED, byLifecycle: false }
        : { deleted: false, identity: version.identity, headers: version.headers, reading: read },
    baseline,
    history,
    before: content && needsBefore(content, site, history) ? before : undefined,
    gainedElsewhere: new Map(),
    allowances: [],
    mayDelete: false,
  };
}

function after(past: Past, version: Read, content: PageContent | undefined, verdict: Verdict): Past {
  if (verdict.kind === 'undecided' || verdict.kind === 'unchanged') return passed(past, version);
  if (verdict.kind === 'accepted') return accepted(past, version, content);
  return accepted(past, version, content, { rollback: verdict.rollback, doubted: isDoubted(verdict.findings) });
}

function told(past: Past, version: Read, { name }: ReplayedPage, verdict: Verdict): Replayed {
  const findings = 'findings' in verdict ? verdict.findings : [];
  const ancestor = findings.find((finding) => finding.ancestor)?.ancestor?.versionId ?? past.previous ?? null;
  return {
    page: name,
    version: version.versionId,
    number: past.count + 1,
    at: version.lastModified,
    verdict: verdictOf(verdict),
    findings,
    ancestor,
  };
}

function verdictOf(verdict: Verdict): ReplayVerdict {
  if (verdict.kind !== 'breached') return verdict.kind;
  return verdict.rollback ? 'rollback' : 'alert';
}

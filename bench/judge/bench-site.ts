import type { History } from '../../src/lib/history/history.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { judge, type Judgement } from '../../src/lib/verdict/judge.ts';

/** How pages of the bench are served. */
export const HEADERS = { contentType: 'text/html; charset=utf-8', metadata: {} };

/** A site that enforces, with one attribute for tokens and one retired phrase. */
export const SITE: SiteRecord = {
  config: {
    name: 'bench',
    production: { bucket: 'bench', prefix: '', distributions: [], originPath: '' },
    pages: ['**/*.html'],
    assets: [],
    tokens: [{ attribute: 'data-feature' }],
    retired: { tokens: ['OLD_BANNER'], phrases: ['For Ranch & Coast readers'] },
    policy: { ...DEFAULT_POLICY, mode: 'enforce' },
    approvers: [],
    via: 's3',
  },
  rev: 1,
  since: '2026-01-01T00:00:00.000Z',
  retired: { tokens: [], phrases: [] },
  pauses: [],
};

/** What the guard would have in hand to judge an upload after this baseline. */
export function judgementOf(upload: PageContent, history: History, before: PageContent): Judgement {
  return {
    site: SITE,
    version: { deleted: false, identity: 'upload', headers: HEADERS, reading: { kind: 'read', content: upload } },
    baseline: baselineOf(before),
    history,
    before,
    gainedElsewhere: new Map(),
    allowances: [],
    mayDelete: false,
  };
}

/** The severest of an upload's findings, its base left aside, and what they are. */
export function otherFindings(upload: PageContent, history: History, before: PageContent): readonly string[] {
  const verdict = judge(judgementOf(upload, history, before));
  const findings = 'findings' in verdict ? verdict.findings : [];
  return findings.filter(({ code }) => code !== 'base.stale').map(({ code, severity }) => `${code} ${severity}`);
}

function baselineOf({ text, tokens, hasText }: PageContent): Baseline {
  return {
    identity: 'baseline',
    sha256: '',
    size: text.length,
    versionId: '1',
    lastModified: SITE.since,
    headers: HEADERS,
    storedAs: {},
    tokens: [...tokens.keys()],
    hasText,
    acceptedAt: SITE.since,
  };
}

import { pastUnits } from '../../src/lib/history/past-units.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import type { Policy } from '../../src/lib/site/policy.ts';
import { mayBeCut } from '../../src/lib/verdict/check-truncated.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { judge } from '../../src/lib/verdict/judge.ts';
import { contentOf, read, type Told } from '../page/reading.ts';
import { exampleSite, HTML, siteRecord } from '../world.ts';

/** What judging finds in an edit of a page, with what a look of the guard would know of the baseline. */
export function findingsOf(
  before: string | Uint8Array,
  after: string | Uint8Array,
  { policy, ...told }: Told & { policy?: Partial<Policy> } = {},
): readonly Finding[] {
  const [baseline, reading] = [contentOf(before, told), read(after, told)];
  const needed = reading.kind === 'read' && mayBeCut(baseline.anatomy, reading.content);
  const verdict = judge({
    site: siteRecord(exampleSite(policy)),
    version: { deleted: false, identity: 'new', headers: HTML, reading },
    baseline: baselineOf(baseline),
    history: { anatomy: baseline.anatomy, versions: [], past: pastUnits([]) },
    before: needed ? baseline : undefined,
    gainedElsewhere: new Map(),
    allowances: [],
    mayDelete: false,
  });
  return 'findings' in verdict ? verdict.findings : [];
}

function baselineOf({ text, tokens, hasText }: PageContent) {
  return {
    identity: 'old',
    sha256: '',
    size: Buffer.byteLength(text),
    versionId: 'v1',
    lastModified: '2026-03-01T09:00:00.000Z',
    headers: HTML,
    storedAs: {},
    tokens: [...tokens.keys()],
    hasText,
    acceptedAt: '2026-03-01T09:00:00.000Z',
  };
}

/** The findings as `code severity`. */
export function told(...args: Parameters<typeof findingsOf>): string[] {
  return findingsOf(...args).map(({ code, severity }) => `${code} ${severity}`);
}

import type { Sites } from '../../src/lib/approval/change-site.ts';
import type { Escalations } from '../../src/lib/approval/escalate.ts';
import type { Links, PersonalLink } from '../../src/lib/approval/links.ts';
import type { Verifications } from '../../src/lib/approval/verify.ts';
import type { Warnings } from '../../src/lib/approval/warn.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { Baseline, PageRecord, Seen } from '../../src/lib/site/page-record.ts';
import type { PageRef } from '../../src/lib/site/page-ref.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { Registry, TokenChange, Transition } from '../../src/lib/site/registry.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';

/** An empty table: the port to it, and the way in which people write a site. */
export interface RegistryWorld {
  readonly registry: Registry;
  readonly links: Links;
  readonly sites: Sites;
  readonly warnings: Warnings;
  readonly verifications: Verifications;
  readonly escalations: Escalations;
  readonly putSite: (record: SiteRecord) => Promise<void>;
}

export type MakeRegistry = () => Promise<RegistryWorld>;

export const AT = '2026-03-01T09:00:00.000Z';
export const LATER = '2026-03-01T09:05:00.000Z';
export const PAGE: PageRef = { site: 'demo', key: 'book/index.html' };

const SEEN: Seen = { versionId: 'v1', etag: '"e1"', lastModified: AT, identity: 'a'.repeat(64), kind: 'good' };

const BASELINE: Baseline = {
  identity: 'a'.repeat(64),
  sha256: 'b'.repeat(64),
  size: 4711,
  versionId: 'v1',
  etag: '"e1"',
  lastModified: AT,
  headers: { contentType: 'text/html', cacheControl: 'max-age=3600', metadata: { release: '42' } },
  storedAs: { storageClass: 'STANDARD_IA', tags: { a: 'b' } },
  tokens: ['CHECKOUT', 'HERO'],
  hasText: true,
  acceptedAt: AT,
};

export function site(rev = 1, name = 'demo'): SiteRecord {
  return {
    config: {
      name,
      production: { bucket: `${name}-prod`, prefix: '', distributions: ['E1DEMO'], originPath: '' },
      pages: ['**/*.html'],
      assets: ['**'],
      tokens: [{ attribute: 'data-feature' }],
      retired: { tokens: [], phrases: ['For Ranch & Coast readers'] },
      policy: DEFAULT_POLICY,
      approvers: [{ email: 'cb@example.com' }],
      via: 's3',
    },
    rev,
    since: '2026-01-01T00:00:00.000Z',
    retired: { tokens: [], phrases: [] },
    pauses: [],
  };
}

export function page(rev: number, change: Partial<PageRecord> = {}): PageRecord {
  const none = { open: [], attempts: [], landed: [], restores: [], allowances: [] };
  return { ref: PAGE, rev, gen: rev, baseline: BASELINE, seen: SEEN, mayDelete: false, ...none, ...change };
}

export function incident(rev: number, change: Partial<Incident> = {}): Incident {
  return {
    id: '1'.repeat(64),
    site: 'demo',
    key: PAGE.key,
    state: 'restoring',
    rev,
    entry: rev,
    recurrences: 0,
    gen: 1,
    findings: [{ code: 'token.lost', severity: 'rollback', says: 'HERO is lost.', token: 'HERO' }],
    version: { identity: 'c'.repeat(64), versionId: 'v2', lastModified: AT, tokens: ['CHECKOUT'], hasText: true },
    writer: { principal: 'AWS:AROAEXAMPLE:deploy', event: 'ObjectCreated:Put' },
    baseline: BASELINE,
    openedAt: AT,
    updatedAt: AT,
    ...change,
  };
}

/** A personal link of the incident, by which LATER is still in time. */
export function link(change: Partial<PersonalLink> = {}): PersonalLink {
  return {
    incident: incident(1).id,
    hash: 'd'.repeat(64),
    for: { email: 'cb@example.com' },
    madeBy: 'arn:aws:sts::123456789012:assumed-role/web-lead/anna',
    madeAt: AT,
    until: '2026-03-04T09:00:00.000Z',
    ...change,
  };
}

/** The page's first record, and the site's revision checked or moved. */
export function first(change: Partial<Transition> = {}): Transition {
  return { page: { expect: 'absent', next: page(1) }, incidents: [], tokens: [], ...change };
}

export function token(name: string, state: TokenChange['state'], at = AT, key = PAGE.key): TokenChange {
  return { name, key, state, at };
}

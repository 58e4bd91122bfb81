import type { Incident } from '../../src/lib/incident/incident.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';

export const GOOD = '<h1>Book</h1>\n<p data-feature="STRIPE_CHECKOUT">Pay</p>\n';
export const STALE = '<h1>Book</h1>\n<p>Call us</p>\n';
export const HEADERS = { contentType: 'text/html', metadata: {} };
const identityOf = (text: string): string => identify(sha256(text), HEADERS);

export function sampleSite(change: Partial<Site> = {}): Site {
  return {
    name: 'demo',
    production: { bucket: 'demo-prod', prefix: '', distributions: [], originPath: '' },
    pages: ['**/*.html'],
    assets: [],
    tokens: [],
    retired: { tokens: [], phrases: [] },
    policy: DEFAULT_POLICY,
    approvers: [],
    slack: { channel: '#alerts', tokenParameter: '/demo/slack' },
    via: 's3',
    ...change,
  };
}

export function sampleSiteRecord(change: Partial<Site> = {}): SiteRecord {
  return {
    config: sampleSite(change),
    rev: 1,
    since: '2025-01-14T09:00:00.000Z',
    retired: { tokens: [], phrases: [] },
    pauses: [],
  };
}

export function sampleBaseline(text = GOOD): Baseline {
  return {
    identity: identityOf(text),
    sha256: sha256(text),
    size: text.length,
    versionId: 'good-version',
    lastModified: '2025-01-14T10:00:00.000Z',
    headers: HEADERS,
    storedAs: {},
    hasText: true,
    tokens: ['STRIPE_CHECKOUT'],
    acceptedAt: '2025-01-14T10:00:02.000Z',
  };
}

export function sampleIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'f00dfeed00112233aabb',
    site: 'demo',
    key: 'index.html',
    state: 'restored',
    rev: 2,
    entry: 2,
    recurrences: 0,
    gen: 1,
    findings: [
      {
        code: 'token.lost',
        severity: 'rollback',
        token: 'STRIPE_CHECKOUT',
        says: 'The upload lost the feature STRIPE_CHECKOUT.',
      },
    ],
    version: {
      identity: identityOf(STALE),
      sha256: sha256(STALE),
      size: STALE.length,
      versionId: 'stale-version',
      lastModified: '2025-01-14T10:22:00.000Z',
      headers: HEADERS,
      hasText: true,
      tokens: [],
    },
    writer: { principal: 'AWS:AIDAEXAMPLE:deployer', sourceIp: '192.0.2.7', event: 'ObjectCreated:Put' },
    baseline: sampleBaseline(),
    openedAt: '2025-01-14T10:22:02.000Z',
    updatedAt: '2025-01-14T10:22:04.000Z',
    restoredAt: '2025-01-14T10:22:04.000Z',
    ...change,
  };
}

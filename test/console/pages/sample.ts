import type { IncidentDetail } from '../../../src/lib/api/incident-shapes.ts';

/** A restored incident as the API tells it: a stale page came back, with a lost feature and a retired phrase. */
export function sampleDetail(change: Partial<IncidentDetail> = {}): IncidentDetail {
  return {
    id: '0123456789abcdef0123',
    site: 'demo',
    page: 'index.html',
    state: 'restored',
    openedAt: '2026-03-01T09:00:05.000Z',
    updatedAt: '2026-03-01T09:00:09.000Z',
    writtenAt: '2026-03-01T09:00:04.000Z',
    recurrences: 0,
    findings: [
      {
        code: 'token.lost',
        severity: 'rollback',
        says: 'The upload lost the feature STRIPE_CHECKOUT.',
        token: 'STRIPE_CHECKOUT',
        place: { line: 12, excerpt: '<section data-feature="STRIPE_CHECKOUT">' },
      },
      {
        code: 'retired.returned',
        severity: 'rollback',
        says: 'The upload brought the retired phrase "For Ranch & Coast readers" back, in line 12.',
        phrase: 'For Ranch & Coast readers',
        place: { line: 12, excerpt: '<p>For Ranch &amp; Coast readers</p>' },
      },
    ],
    writer: {
      principal: 'AWS:AROAEXAMPLE:deploy-laptop',
      sourceIp: '198.51.100.24',
      event: 'ObjectCreated:Put',
    },
    open: ['override', 'dismiss'],
    bucket: 'demo-prod',
    meaning:
      'The upload was rejected and the baseline is live again. The rejected bytes are kept in quarantine. If the feature was removed on purpose, override.',
    rejected: version('a'.repeat(64), ['HERO']),
    baseline: version('b'.repeat(64), ['HERO', 'STRIPE_CHECKOUT']),
    restoredAt: '2026-03-01T09:00:09.000Z',
    diff: {
      kind: 'hunks',
      gone: 4,
      new: 1,
      cut: false,
      hunks: [
        {
          oldStart: 10,
          oldLines: 7,
          newStart: 10,
          newLines: 4,
          lines: [
            { kind: 'same', text: '<main>' },
            { kind: 'same', text: '  <h1>Sail the bay</h1>' },
            { kind: 'gone', text: '  <section data-feature="STRIPE_CHECKOUT">' },
            {
              kind: 'gone',
              text: '    <button class="buy" type="button">Book a seat for two on the evening tour</button>',
            },
            { kind: 'gone', text: '    <p>Paid by card, confirmed at once.</p>' },
            { kind: 'gone', text: '  </section>' },
            { kind: 'new', text: '  <p>For Ranch &amp; Coast readers</p>' },
            { kind: 'same', text: '</main>' },
          ],
        },
      ],
    },
    downloads: {
      rejected: 'https://downloads.example.com/rejected',
      baseline: 'https://downloads.example.com/baseline',
    },
    timeline: [
      { at: '2026-03-01T09:00:03.000Z', says: 'Uploaded.' },
      { at: '2026-03-01T09:00:05.000Z', says: 'The upload was rejected; the baseline is being put back.' },
      { at: '2026-03-01T09:00:09.000Z', says: 'The baseline is live again.' },
    ],
    review: 'https://api.example.com/review/0123456789abcdef0123?view=0',
    ...change,
  };
}

function version(identity: string, tokens: string[]): IncidentDetail['rejected'] {
  return {
    identity,
    versionId: '3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY',
    lastModified: '2026-03-01T09:00:03.000Z',
    size: 18_432,
    sha256: identity,
    contentType: 'text/html; charset=utf-8',
    tokens,
  };
}

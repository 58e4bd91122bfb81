import { reconcile } from '../src/lib/reconcile.ts';
import { DEFAULT_POLICY, type Policy } from '../src/lib/site/policy.ts';
import type { Site } from '../src/lib/site/site.ts';
import type { SiteRecord } from '../src/lib/site/site-record.ts';
import { turns } from '../src/lib/turns.ts';
import { assetsModel } from './fakes/assets-model.ts';
import { cdnModel } from './fakes/cdn-model.ts';
import { manualClock } from './fakes/clock.ts';
import { historiesModel } from './fakes/histories-model.ts';
import { queueModel } from './fakes/queue-model.ts';
import { s3Model, type Versioning } from './fakes/s3-model.ts';
import { snapshotModel } from './fakes/snapshot-model.ts';
import { tableModel } from './fakes/table-model.ts';

/** A site as the example configuration has it. */
export function exampleSite(policy: Partial<Policy> = {}): Site {
  return {
    name: 'demo',
    production: { bucket: 'demo-prod', prefix: '', distributions: ['E1DEMO'], originPath: '' },
    pages: ['**/*.html'],
    assets: ['**'],
    tokens: [{ attribute: 'data-feature' }],
    retired: { tokens: ['OLD_BANNER'], phrases: ['For Ranch & Coast readers'] },
    policy: { ...DEFAULT_POLICY, mode: 'enforce', ...policy },
    approvers: [{ role: 'web-lead', account: '123456789012' }, { email: 'web-lead@example.com' }],
    via: 's3',
  };
}

/** A site's record as `apply` first writes it. */
export function siteRecord(site: Site = exampleSite()): SiteRecord {
  return { config: site, rev: 1, since: '2026-01-01T00:00:00.000Z', retired: { tokens: [], phrases: [] }, pauses: [] };
}

/** A page with these features, long enough to be one. */
export function pageWith(...tokens: string[]): string {
  const features = tokens.map((token) => `<section data-feature="${token}">${token} here</section>`);
  return `<!doctype html><html><head><title>Boats</title></head><body><h1>Sail</h1>${features.join('\n')}</body></html>`;
}

export const HTML = { contentType: 'text/html', metadata: {} };

/** One guarded site in memory, and the guard before it. */
export function world({ mode = 'versioned', policy = {} }: { mode?: Versioning; policy?: Partial<Policy> } = {}) {
  const clock = manualClock();
  const s3 = s3Model({ mode, clock: clock.now });
  const table = tableModel();
  const snapshots = snapshotModel();
  const histories = historiesModel();
  const assets = assetsModel(mode === 'versioned');
  const cdn = cdnModel((key) => s3.live(key)?.identity);
  const queue = queueModel();
  table.putSite(siteRecord(exampleSite(policy)));
  const deps = {
    registry: table.registry,
    bucket: s3.bucket,
    snapshots: snapshots.snapshots,
    histories: histories.histories,
    assets: assets.assets,
    cdn: cdn.cdn,
    queue: queue.queue,
    now: clock.now,
    backOff: async () => {},
    takeTurn: turns(Number.POSITIVE_INFINITY),
  };
  const look = (key: string, notices: Parameters<typeof reconcile>[1]['notices'] = []) =>
    reconcile({ site: 'demo', key }, { notices }, deps);
  return {
    clock,
    s3,
    table,
    snapshots,
    histories,
    assets,
    cdn,
    queue,
    deps,
    look,
    /** A look with ports that fail. */
    lookWith: (key: string, broken: Parameters<typeof reconcile>[2]) =>
      reconcile({ site: 'demo', key }, { notices: [] }, broken),
    /** Somebody uploads; the clock goes on a second first. */
    upload: (key: string, html: string, headers: Parameters<typeof s3.raw.upload>[2] = HTML) => {
      clock.advance(1000);
      return s3.raw.upload(key, html, headers);
    },
    remove: (key: string) => {
      clock.advance(1000);
      return s3.raw.remove(key);
    },
    /** What a visitor reads from the origin. */
    served: (key: string) => new TextDecoder().decode(s3.live(key)?.bytes),
    page: (key: string) => table.page({ site: 'demo', key }),
    incidents: () =>
      table.incidents().map(({ key, state, findings }) => ({ key, state, codes: findings.map(({ code }) => code) })),
  };
}

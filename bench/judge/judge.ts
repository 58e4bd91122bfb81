import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { judge } from '../../src/lib/verdict/judge.ts';
import { benchPage } from '../extract/page.ts';
import { interleaved, table } from '../statistics.ts';

const SIZE = { bytes: 850_000, tokens: 40 };
const WARM_UP = 20;
const ROUNDS = 101;
const HEADERS = { contentType: 'text/html', metadata: {} };

const SITE: SiteRecord = {
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

/**
 * Prints how long it takes to read and judge an 850 KB page that lost one feature, against hashing it, which any guard
 * must do. Throws when the loss is not found.
 */
export async function benchJudge(): Promise<void> {
  const good = benchPage(SIZE);
  const stale = Buffer.from(good.replace(' data-feature="FEATURE_20"', ''));
  const judged = judging(good, stale);
  const run = {
    'SHA-256 of the page': () => timed(() => sha256(stale).length === 64),
    'read and judged': () => timed(judged),
  };
  await interleaved(run, WARM_UP);
  console.log(table(`Judging, ${Math.round(stale.length / 1000)} KB`, await interleaved(run, ROUNDS)));
}

function judging(good: string, stale: Uint8Array): () => boolean {
  const sources = compileSources(SITE.config.tokens);
  const read = (bytes: Uint8Array) =>
    readPage({ key: 'index.html', bytes, headers: HEADERS }, sources, DEFAULT_POLICY.limits);
  const reading = read(Buffer.from(good));
  if (reading.kind !== 'read') throw new Error('the good page cannot be read');
  const digest = sha256(good);
  const at = '2026-11-21T00:00:00.000Z';
  const baseline = {
    identity: identify(digest, HEADERS),
    sha256: digest,
    size: good.length,
    versionId: '1',
    lastModified: at,
    headers: HEADERS,
    storedAs: {},
    tokens: [...reading.content.tokens.keys()],
    hasText: true,
    acceptedAt: at,
  };
  const version = { deleted: false, identity: 'stale', headers: HEADERS } as const;
  const rest = { site: SITE, baseline, gainedElsewhere: new Map<string, string>(), allowances: [], mayDelete: false };
  return () => {
    const verdict = judge({ ...rest, version: { ...version, reading: read(stale) } });
    return verdict.kind === 'breached' && verdict.findings[0]?.token === 'FEATURE_20';
  };
}

function timed(run: () => boolean): Promise<number> {
  const start = performance.now();
  const right = run();
  const took = performance.now() - start;
  return right ? Promise.resolve(took) : Promise.reject(new Error('the outcome is wrong'));
}

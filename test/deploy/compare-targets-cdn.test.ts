import { describe, expect, test } from 'vitest';
import {
  compareDistributions,
  servesBucket,
  type DistributionConfig,
} from '../../src/lib/deploy/compare-targets-cdn.ts';
import { demoSite } from '../cli/run.ts';

const PROD: DistributionConfig = {
  origins: [
    { id: 'site', domain: 'demo-prod.s3.eu-west-1.amazonaws.com', path: '/www' },
    { id: 'errors', domain: 'demo-prod.s3.amazonaws.com', path: '' },
    { id: 'api', domain: 'api.example.com', path: '' },
  ],
  defaultOrigin: 'site',
  behaviors: [
    { pattern: '/errors/*', origin: 'errors' },
    { pattern: '/api/?.html', origin: 'api' },
  ],
  errorPages: [
    { code: 404, page: '/errors/404.html', as: 404 },
    { code: 403, page: '/not%20found.html', as: 404 },
    { code: 500, page: '/api/5.html', as: 500 },
    { code: 502 },
  ],
};

function site() {
  const demo = demoSite();
  const production = { ...demo.production, distributions: ['EPROD'], originPath: '/www' };
  const staging = { bucket: 'demo-staging', prefix: '', distributions: ['ESTAGE'], originPath: '' };
  return { ...demo, production, staging };
}

const STAGE: DistributionConfig = {
  ...PROD,
  origins: [{ id: 'site', domain: 'demo-staging.s3-website-eu-west-1.amazonaws.com', path: '' }],
  behaviors: [],
  errorPages: PROD.errorPages.filter(({ code }) => code !== 500),
};

const KEYS = {
  production: ['errors/404.html', 'www/not found.html'],
  staging: ['errors/404.html', 'not found.html'],
};

async function faults(configs: Record<string, DistributionConfig>, keys: typeof KEYS = KEYS, of = site()) {
  const found = await compareDistributions(of, {
    distributionConfig: async (id) => configs[id],
    exists: async (side, key) => keys[side].includes(key),
  });
  return found.map(({ side, distribution = '', says }) => `${side} ${distribution} ${says}`);
}

describe('distributions', () => {
  test('are right with the bucket under its origin path, and error pages where their behavior finds them', async () => {
    const errorPages = [...STAGE.errorPages, { code: 500, page: '/errors/404.html', as: 500 }];
    expect(await faults({ EPROD: PROD, ESTAGE: { ...STAGE, errorPages } })).toEqual([]);
  });

  test('are told when they are gone, have another bucket, or another path', async () => {
    expect(await faults({ EPROD: PROD })).toContain('staging ESTAGE does not exist.');
    const [foreign] = PROD.origins.slice(-1);
    const without = { ...PROD, origins: foreign ? [foreign] : [], errorPages: STAGE.errorPages };
    expect(await faults({ EPROD: without, ESTAGE: STAGE })).toEqual([
      'production EPROD has no origin that is the bucket demo-prod.',
    ]);
    const elsewhere = { ...site(), production: { ...site().production, originPath: '/blog' } };
    expect(await faults({ EPROD: PROD, ESTAGE: { ...STAGE, errorPages: PROD.errorPages } }, KEYS, elsewhere)).toContain(
      'production EPROD has demo-prod under the origin path /www, /, not /blog.',
    );
  });

  test('are told when an error page is not in the bucket', async () => {
    const keys = { ...KEYS, production: ['errors/404.html'] };
    expect(await faults({ EPROD: PROD, ESTAGE: STAGE }, keys)).toContain(
      'production EPROD answers 403 with /not%20found.html, and there is no www/not found.html.',
    );
  });

  test('are told when the sides answer errors differently, both ways', async () => {
    const errorPages = [...STAGE.errorPages.slice(0, 2), { code: 503, page: '/errors/404.html', as: 200 }];
    expect(await faults({ EPROD: PROD, ESTAGE: { ...STAGE, errorPages } })).toEqual([
      'staging  does not answer 500 as 500 as production does.',
      'staging  does not answer 502 by itself as production does.',
      'staging  answers 503 as 200, and production does not.',
    ]);
  });

  test('of one side alone have nothing to answer alike', async () => {
    const without = { ...site(), staging: { ...site().staging, distributions: [] } };
    expect(await faults({ EPROD: PROD }, KEYS, without)).toEqual([]);
  });

  test.each([
    ['b.s3.amazonaws.com', true],
    ['b.s3.us-east-1.amazonaws.com', true],
    ['b.s3-us-west-2.amazonaws.com', true],
    ['b.s3-website-us-east-1.amazonaws.com', true],
    ['b.s3-website.eu-central-1.amazonaws.com', true],
    ['b.s3.dualstack.us-gov-west-1.amazonaws.com', true],
    ['b.s3-accelerate.amazonaws.com', true],
    ['b.s3.cn-north-1.amazonaws.com.cn', true],
    ['b.s3.other.s3.amazonaws.com', false],
    ['b.s3.amazonaws.com.example.com', false],
    ['bb.s3.amazonaws.com', false],
    ['b.example.com', false],
  ])('%s is the bucket b: %s', (domain, expected) => {
    expect(servesBucket(domain, 'b')).toBe(expected);
  });
});

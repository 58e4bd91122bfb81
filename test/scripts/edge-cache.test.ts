import { describe, expect, test } from 'vitest';
import { EdgeCache, type Cached } from '../../scripts/local/edge-cache.ts';

const answer = (cacheControl?: string, status = 200): Cached => ({
  status,
  headers: cacheControl === undefined ? {} : { 'cache-control': cacheControl },
  body: Buffer.from('page'),
  at: 0,
});

/** An edge that holds these paths for an hour. */
function holding(...paths: string[]): EdgeCache {
  const cache = new EdgeCache();
  for (const path of paths) cache.hold(path, answer('max-age=3600'), cache.generation);
  return cache;
}

const held = (cache: EdgeCache, ...paths: string[]) => paths.filter((path) => cache.fresh(path, 0));

describe('what the stand-in for an edge holds', () => {
  test.each([
    ['max-age=60', 60],
    ['public, max-age=60, s-maxage=600', 600],
    [undefined, 86_400],
  ])('is fresh with %s for %i seconds', (control, seconds) => {
    const cache = new EdgeCache();
    cache.hold('/a', answer(control), cache.generation);
    expect(cache.fresh('/a', seconds * 1000 - 1)).toBeDefined();
    expect(cache.fresh('/a', seconds * 1000)).toBeUndefined();
  });

  test.each(['no-store', 'no-cache', 'private, max-age=60', 'max-age=0'])('is never fresh with %s', (control) => {
    const cache = new EdgeCache();
    cache.hold('/a', answer(control), cache.generation);
    expect(held(cache, '/a')).toEqual([]);
  });

  test('is no error', () => {
    const cache = new EdgeCache();
    cache.hold('/a', answer('max-age=60', 404), cache.generation);
    expect(held(cache, '/a')).toEqual([]);
  });

  test('goes with a purge of its path, or of all that begins so', () => {
    const cache = holding('/a', '/ab', '/b/c', '/b/d', '/');
    cache.forget('I1', ['/a', '/b/*']);
    expect(held(cache, '/a', '/ab', '/b/c', '/b/d', '/')).toEqual(['/ab', '/']);
    cache.forget('I2', ['/*']);
    expect(held(cache, '/ab', '/')).toEqual([]);
    expect([cache.knows('I1'), cache.knows('I3')]).toEqual([true, false]);
  });

  test('is nothing that was asked for before a purge and came after it', () => {
    const cache = new EdgeCache();
    const { generation } = cache;
    cache.forget('I1', ['/a']);
    cache.hold('/a', answer('max-age=60'), generation);
    expect(held(cache, '/a')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { reconcile } from '../../src/lib/reconcile.ts';
import { pageWith, world } from '../world.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const STALE = pageWith('HERO');
const INDEX = { site: 'demo', key: 'index.html' };

const denied = () =>
  new HoldfastError('BUCKET.DENIED', 'Reading index.html of demo-prod: InvalidObjectState: archived');
const tooLarge = () => new HoldfastError('BUCKET.FAILED', 'Writing index.html to demo-prod: MetadataTooLarge: 2 KB');

/** A guarded page in a bucket that refuses what it is told to. */
async function guarded() {
  const made = world();
  const { bucket } = made.deps;
  const refused = { reading: new Set<string>(), writing: false };
  const deps: typeof made.deps = {
    ...made.deps,
    bucket: {
      ...bucket,
      get: async (key, versionId, limit) => {
        if (refused.reading.has(versionId)) throw denied();
        return bucket.get(key, versionId, limit);
      },
      put: async (...args) => {
        if (refused.writing) throw tooLarge();
        return bucket.put(...args);
      },
    },
  };
  const look = () => reconcile(INDEX, { notices: [] }, deps);
  const first = made.upload('index.html', GOOD);
  await look();
  return { ...made, first, refused, look };
}

describe('a version that S3 does not give', () => {
  it('stays live as undecided, once, and a person is told why', async () => {
    const { upload, refused, look, page, incidents, table } = await guarded();
    refused.reading.add(upload('index.html', STALE).versionId);
    expect(await look()).toBe('done');
    expect(await look()).toBe('done');
    expect(page('index.html')?.seen.kind).toBe('undecided');
    expect(incidents()).toEqual([{ key: 'index.html', state: 'undecided', codes: ['page.unreadable'] }]);
    expect(table.incidents()[0]).toMatchObject({ entry: 1, findings: [{ says: expect.stringMatching(/archived/) }] });
  });

  it('does not keep what came after it from being judged', async () => {
    const { upload, refused, look, served, incidents } = await guarded();
    refused.reading.add(upload('index.html', GOOD).versionId);
    upload('index.html', STALE);
    expect(await look()).toBe('done');
    expect(served('index.html')).toBe(GOOD);
    expect(incidents().map(({ state }) => state)).toEqual(['undecided', 'restored']);
  });

  it('is judged when it can be read', async () => {
    const { upload, refused, look, served } = await guarded();
    refused.reading.add(upload('index.html', STALE).versionId);
    await look();
    refused.reading.clear();
    await look();
    expect(served('index.html')).toBe(GOOD);
  });

  it('is put back from the snapshot store when it was the good one', async () => {
    const { upload, first, refused, look, served } = await guarded();
    upload('index.html', STALE);
    refused.reading.add(first.versionId);
    await look();
    expect(served('index.html')).toBe(GOOD);
  });
});

describe('a good version that S3 does not take back', () => {
  it('leaves the page undecided, with nothing left to do but for a person', async () => {
    const { upload, refused, look, page, table, served } = await guarded();
    upload('index.html', STALE);
    refused.writing = true;
    expect(await look()).toBe('done');
    expect(served('index.html')).toBe(STALE);
    expect(table.incidents()).toMatchObject([{ state: 'undecided' }]);
    expect(
      table
        .incidents()[0]
        ?.findings.map(({ says }) => says)
        .join(' '),
    ).toMatch(/CHECKOUT.*MetadataTooLarge/);
    expect(page('index.html')).toMatchObject({ open: [], seen: { kind: 'undecided' } });
    expect(page('index.html')?.purge).toBeUndefined();
    expect(page('index.html')?.justRestored).toBeUndefined();
  });

  it('is put back at the next look after S3 was mended', async () => {
    const { upload, refused, look, incidents, served } = await guarded();
    upload('index.html', STALE);
    refused.writing = true;
    await look();
    refused.writing = false;
    await look();
    expect(served('index.html')).toBe(GOOD);
    expect(incidents().map(({ state }) => state)).toEqual(['restored']);
  });

  it('fails loudly where the same write may succeed later', async () => {
    const { upload, look, deps } = await guarded();
    upload('index.html', STALE);
    const busy = new HoldfastError('BUCKET.BUSY', 'SlowDown', { retryable: true });
    const bucket = { ...deps.bucket, put: async () => Promise.reject(busy) };
    await expect(reconcile(INDEX, { notices: [] }, { ...deps, bucket })).rejects.toBe(busy);
    expect(await look()).toBe('done');
  });
});

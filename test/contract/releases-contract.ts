import { expect, test } from 'vitest';
import type { Release, ReleasedChange, Releases } from '../../src/lib/deploy/release.ts';
import { sha256 } from '../../src/lib/site/version.ts';

const RELEASE: Release = {
  id: '20260310T120000Z-1f2e3d',
  site: 'demo',
  target: 'staging',
  change: 'New fares – "spring"',
  by: 'arn:aws:iam::123456789012:user/cb',
  at: '2026-03-10T12:00:00.000Z',
  files: [
    { path: 'app ä.js', kind: 'asset', identity: sha256('a'), sha256: sha256('b'), size: 10, replaces: sha256('c') },
    { path: 'index.html', kind: 'page', identity: sha256('d'), sha256: sha256('e'), size: 20, base: 'none' },
  ],
  state: 'begun',
};

const CHANGE: ReleasedChange = {
  site: 'demo',
  key: 'en/index.html',
  identity: sha256('d'),
  release: RELEASE.id,
  change: 'New fares',
  by: RELEASE.by,
  at: RELEASE.at,
};

async function listed(releases: Releases, site: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of releases.newest(site)) ids.push(id);
  return ids;
}

/** What every store of release records must hold. `make` gives an empty store of its own each time. */
export function releasesContract(make: () => Promise<Releases>): void {
  test('gives back a release as it was begun', async () => {
    const releases = await make();
    await releases.begin(RELEASE);
    expect(await releases.read('demo', RELEASE.id)).toEqual(RELEASE);
  });

  test('knows nothing of what was never begun, nor under a name that is none', async () => {
    const releases = await make();
    await releases.begin(RELEASE);
    expect(await releases.read('other', RELEASE.id)).toBeUndefined();
    expect(await releases.read('demo', '20260310T120000Z-ffffff')).toBeUndefined();
    expect(await releases.read('demo', '../demo/20260310T120000Z-1f2e3d')).toBeUndefined();
  });

  test('refuses an id that is taken', async () => {
    const releases = await make();
    await releases.begin(RELEASE);
    await expect(releases.begin({ ...RELEASE, change: 'another' })).rejects.toMatchObject({ code: 'RELEASE.EXISTS' });
    expect(await releases.read('demo', RELEASE.id)).toEqual(RELEASE);
  });

  test('ends a release once, however often it is told so', async () => {
    const releases = await make();
    await releases.begin(RELEASE);
    expect(await releases.end(RELEASE, 'done')).toBe('done');
    expect(await releases.end(RELEASE, 'done')).toBe('done');
    expect(await releases.read('demo', RELEASE.id)).toEqual({ ...RELEASE, state: 'done' });
    expect(await releases.end({ ...RELEASE, state: 'done' }, 'rolled-back')).toBe('done');
  });

  test('ends nothing that is another by now', async () => {
    const releases = await make();
    await releases.begin(RELEASE);
    await releases.end(RELEASE, 'rolled-back');
    expect(await releases.end(RELEASE, 'done')).toBe('conflict');
    expect(await releases.end({ ...RELEASE, id: '20260310T120000Z-ffffff' }, 'done')).toBe('conflict');
    expect(await releases.read('demo', RELEASE.id)).toMatchObject({ state: 'rolled-back' });
  });

  test('lists the releases of one site, newest first', async () => {
    const releases = await make();
    const ids = ['20260310T120000Z-1f2e3d', '20251231T235959Z-ffffff', '20260310T120001Z-000000'];
    for (const id of ids) await releases.begin({ ...RELEASE, id });
    await releases.begin({ ...RELEASE, site: 'demo2' });
    expect(await listed(releases, 'demo')).toEqual([ids[2], ids[0], ids[1]]);
    expect(await listed(releases, 'nowhere')).toEqual([]);
  });

  test('tells by which change a version came, the newest', async () => {
    const releases = await make();
    await releases.noteChange(CHANGE);
    await releases.noteChange(CHANGE);
    expect(await releases.changeOf('demo', CHANGE.identity)).toEqual(CHANGE);
    const later = { ...CHANGE, release: '20260311T120000Z-1f2e3d', at: '2026-03-11T12:00:00.000Z' };
    await releases.noteChange(later);
    await releases.noteChange(CHANGE);
    expect(await releases.changeOf('demo', CHANGE.identity)).toEqual(later);
    expect(await releases.changeOf('other', CHANGE.identity)).toBeUndefined();
  });
}

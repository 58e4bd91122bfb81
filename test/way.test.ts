import { describe, expect, it } from 'vitest';
import { reconcile } from '../src/lib/reconcile.ts';
import { pageWith, world } from './world.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const STALE = pageWith('HERO');

describe('the way of an upload', () => {
  it('accepts the first version of a page', async () => {
    const { upload, look, page, incidents } = world();
    upload('index.html', GOOD);
    expect(await look('index.html')).toBe('done');
    expect(page('index.html')?.baseline?.tokens).toEqual(['HERO', 'CHECKOUT']);
    expect(incidents()).toEqual([]);
  });

  it('puts the good version back when an upload loses a feature', async () => {
    const { upload, look, served, incidents, snapshots, s3 } = world();
    upload('index.html', GOOD, { contentType: 'text/html', cacheControl: 'max-age=3600', metadata: { owner: 'web' } });
    await look('index.html');
    const bad = upload('index.html', STALE, { contentType: 'text/html', cacheControl: 'max-age=3600', metadata: {} });
    expect(await look('index.html')).toBe('done');
    expect(served('index.html')).toBe(GOOD);
    expect(s3.live('index.html')?.headers).toMatchObject({ cacheControl: 'max-age=3600', metadata: { owner: 'web' } });
    expect(incidents()).toEqual([{ key: 'index.html', state: 'restored', codes: ['token.lost'] }]);
    expect(new TextDecoder().decode(snapshots.get('rejected', 'demo', bad.identity)?.bytes)).toBe(STALE);
  });

  it.each(['versioned', 'suspended', 'unversioned'] as const)(
    'restores a page that vanished from a %s bucket',
    async (mode) => {
      const { upload, remove, look, served, incidents } = world({ mode });
      upload('index.html', GOOD);
      await look('index.html');
      remove('index.html');
      await look('index.html');
      expect(served('index.html')).toBe(GOOD);
      expect(incidents()).toEqual([{ key: 'index.html', state: 'restored', codes: ['page.deleted'] }]);
    },
  );

  it.each(['suspended', 'unversioned'] as const)('restores from the snapshot store on a %s bucket', async (mode) => {
    const { upload, look, served } = world({ mode });
    upload('index.html', GOOD);
    await look('index.html');
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(GOOD);
  });

  it('makes a good version that lived for a moment the one to restore', async () => {
    const { s3, clock, look, served, incidents, upload } = world();
    upload('index.html', GOOD);
    await look('index.html');
    clock.advance(1000);
    const better = pageWith('HERO', 'CHECKOUT', 'REFERRAL');
    s3.raw.upload('index.html', better, { contentType: 'text/html', metadata: {} });
    s3.raw.upload('index.html', STALE, { contentType: 'text/html', metadata: {} });
    await look('index.html');
    expect(served('index.html')).toBe(better);
    expect(incidents()).toHaveLength(1);
  });

  it('lets a good upload that follows a bad one live', async () => {
    const { s3, look, served, incidents, upload } = world();
    upload('index.html', GOOD);
    await look('index.html');
    upload('index.html', STALE);
    const better = pageWith('HERO', 'CHECKOUT', 'REFERRAL');
    s3.raw.upload('index.html', better, { contentType: 'text/html', metadata: {} });
    await look('index.html');
    expect(served('index.html')).toBe(better);
    expect(incidents()).toEqual([{ key: 'index.html', state: 'superseded', codes: ['token.lost'] }]);
  });

  it('judges a first upload and its stale successor although it saw neither before', async () => {
    const { upload, look, served } = world();
    upload('index.html', GOOD);
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(GOOD);
  });

  it('takes what was live when guarding began as the baseline, however much history there is', async () => {
    const { s3, clock, look, page, incidents, table, upload } = world();
    upload('index.html', pageWith('ANCIENT'));
    upload('index.html', GOOD);
    clock.advance(60_000);
    table.putSite({ ...table.site('demo')!, since: clock.now().toISOString() });
    await look('index.html');
    expect(page('index.html')?.baseline?.identity).toBe(s3.live('index.html')?.identity);
    expect(incidents()).toEqual([]);
  });

  it('leaves a breached version live in observe mode and tells', async () => {
    const { upload, look, served, incidents, page } = world({ policy: { mode: 'observe' } });
    upload('index.html', GOOD);
    await look('index.html');
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(STALE);
    expect(incidents()).toEqual([{ key: 'index.html', state: 'observed', codes: ['token.lost'] }]);
    expect(page('index.html')?.baseline?.tokens).toEqual(['HERO']);
  });

  it('looks away while paused, and catches up afterwards', async () => {
    const { upload, look, served, table, clock } = world();
    upload('index.html', GOOD);
    await look('index.html');
    const from = clock.now().toISOString();
    const until = new Date(clock.now().getTime() + 60_000).toISOString();
    table.putSite({ ...table.site('demo')!, pauses: [{ from, until, reason: 'moving house', by: 'CB' }] });
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(STALE);
    clock.advance(60_000);
    await look('index.html');
    expect(served('index.html')).toBe(GOOD);
  });

  it('still tells of a restore that had landed when the pause began', async () => {
    const { upload, look, served, table, deps, incidents, clock } = world();
    upload('index.html', GOOD);
    await look('index.html');
    upload('index.html', STALE);
    const busy = { ...deps.cdn, purge: () => Promise.reject(new Error('dies here')) };
    await expect(
      reconcile({ site: 'demo', key: 'index.html' }, { notices: [] }, { ...deps, cdn: busy }),
    ).rejects.toThrow('dies');
    expect(served('index.html')).toBe(GOOD);
    const until = new Date(clock.now().getTime() + 60_000).toISOString();
    table.putSite({ ...table.site('demo')!, pauses: [{ from: until, until, reason: 'moving house', by: 'CB' }] });
    expect(incidents()).toMatchObject([{ state: 'restoring' }]);
    await look('index.html');
    expect(incidents()).toMatchObject([{ state: 'restored' }]);
  });

  it('stops fighting after maxRestores, and calls the page contested', async () => {
    const { upload, look, served, incidents } = world({ policy: { maxRestores: 2 } });
    upload('index.html', GOOD);
    await look('index.html');
    for (let round = 0; round < 4; round++) {
      upload('index.html', STALE);
      await look('index.html');
    }
    expect(served('index.html')).toBe(STALE);
    expect(incidents()).toEqual([{ key: 'index.html', state: 'contested', codes: ['token.lost'] }]);
  });

  it('counts a rejected version that comes back under the same incident', async () => {
    const { upload, look, table } = world();
    upload('index.html', GOOD);
    await look('index.html');
    for (let round = 0; round < 3; round++) {
      upload('index.html', STALE);
      await look('index.html');
    }
    expect(table.incidents().map(({ state, recurrences }) => ({ state, recurrences }))).toEqual([
      { state: 'restored', recurrences: 2 },
    ]);
  });

  it('never rolls back what it cannot read', async () => {
    const { upload, look, served, incidents } = world();
    upload('index.html', GOOD);
    await look('index.html');
    const deep = '<div>'.repeat(600);
    upload('index.html', deep);
    await look('index.html');
    expect(served('index.html')).toBe(deep);
    expect(incidents()).toEqual([{ key: 'index.html', state: 'undecided', codes: ['page.unreadable'] }]);
  });

  it('tells once of a page whose key is too long to be guarded', async () => {
    const { upload, look, incidents } = world();
    const key = `${'long/'.repeat(201)}index.html`;
    upload(key, GOOD);
    await look(key);
    await look(key);
    await look(`${'long/'.repeat(201)}photo.jpg`);
    expect(incidents()).toEqual([{ key, state: 'undecided', codes: ['page.unreadable'] }]);
  });

  it('keeps to what a person allowed ahead', async () => {
    const { upload, look, served, table, page, incidents, clock } = world();
    upload('index.html', GOOD);
    await look('index.html');
    const record = page('index.html')!;
    const until = new Date(clock.now().getTime() + 60_000).toISOString();
    const allowances = [{ tokens: ['CHECKOUT'], until, reason: 'checkout moves to the app', by: 'CB' }];
    table.commit({
      page: { expect: record.rev, next: { ...record, rev: record.rev + 1, allowances } },
      incidents: [],
      tokens: [],
    });
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(STALE);
    expect(incidents()).toEqual([]);
  });
});

describe('assets of a restored page', () => {
  const withScript = (...tokens: string[]) =>
    pageWith(...tokens).replace('</head>', '<script src="/app.1a2b.js"></script></head>');

  it('brings back the script that the same deploy removed, before or after the restore', async () => {
    const { upload, look, assets, incidents } = world();
    assets.upload('app.1a2b.js');
    upload('index.html', withScript('HERO', 'CHECKOUT'));
    await look('index.html');
    assets.remove('app.1a2b.js');
    upload('index.html', STALE);
    await look('index.html');
    expect(assets.state('app.1a2b.js')).toBe('live');
    assets.remove('app.1a2b.js');
    await look('index.html');
    expect(assets.state('app.1a2b.js')).toBe('live');
    expect(incidents()).toHaveLength(1);
  });

  it('leaves the page alone and asks a person when its script cannot come back', async () => {
    const { upload, look, assets, served, incidents } = world();
    assets.upload('app.1a2b.js');
    upload('index.html', withScript('HERO', 'CHECKOUT'));
    await look('index.html');
    assets.remove('app.1a2b.js', true);
    upload('index.html', STALE);
    await look('index.html');
    expect(served('index.html')).toBe(STALE);
    expect(incidents()).toMatchObject([{ state: 'undecided' }]);
  });

  it('asks for the pages that were just restored when an asset is removed', async () => {
    const { upload, look, queue } = world();
    upload('index.html', GOOD);
    await look('index.html');
    upload('index.html', STALE);
    await look('index.html');
    const before = queue.messages.length;
    await look('app.1a2b.js', [{ writer: { event: 'ObjectRemoved:Delete' } }]);
    expect(queue.messages.slice(before)).toEqual([{ site: 'demo', key: 'index.html' }]);
  });
});

describe('tokens that move', () => {
  it('rolls nothing back when the new page gained the token first', async () => {
    const { upload, look, served, incidents } = world();
    upload('a.html', GOOD);
    await look('a.html');
    upload('b.html', pageWith('CHECKOUT'));
    await look('b.html');
    upload('a.html', STALE);
    await look('a.html');
    expect(served('a.html')).toBe(STALE);
    expect(incidents()).toEqual([{ key: 'a.html', state: 'observed', codes: ['token.moved'] }]);
  });

  it('restores the page that lost the token first, then tells where it is live', async () => {
    const { upload, look, served, table, queue } = world();
    upload('a.html', GOOD);
    await look('a.html');
    upload('a.html', STALE);
    await look('a.html');
    upload('b.html', pageWith('CHECKOUT'));
    await look('b.html');
    expect(queue.messages).toContainEqual({ site: 'demo', key: 'a.html' });
    await look('a.html');
    expect(served('a.html')).toBe(GOOD);
    expect(table.incidents()).toMatchObject([{ key: 'a.html', state: 'restored', nowOn: { CHECKOUT: 'b.html' } }]);
  });

  it('does not take a token that many pages have for moved, however lately they were uploaded', async () => {
    const { upload, look, served } = world();
    const pages = ['a.html', 'b.html', 'c.html', 'd.html'];
    for (const key of pages) {
      upload(key, GOOD);
      await look(key);
    }
    for (const key of pages) {
      upload(key, STALE);
      await look(key);
    }
    expect(pages.map(served)).toEqual(pages.map(() => GOOD));
  });

  it('does not count a page that was itself just restored as the new home', async () => {
    const { upload, look, served } = world();
    upload('a.html', GOOD);
    await look('a.html');
    upload('b.html', GOOD);
    await look('b.html');
    upload('b.html', STALE);
    await look('b.html');
    upload('a.html', STALE);
    await look('a.html');
    expect([served('a.html'), served('b.html')]).toEqual([GOOD, GOOD]);
  });

  it('judges a loss again when the registry moved before it was accepted', async () => {
    const { upload, look, served, deps, table } = world();
    upload('a.html', GOOD);
    await look('a.html');
    upload('b.html', pageWith('CHECKOUT'));
    await look('b.html');
    upload('a.html', STALE);
    // Just before the commit that lets CHECKOUT leave a.html for b.html, b.html loses it too.
    let raced = false;
    const commit: typeof deps.registry.commit = async (transition) => {
      if (!raced && transition.site?.moves) {
        raced = true;
        const record = table.site('demo')!;
        table.putSite({ ...record, rev: record.rev + 1 });
        upload('b.html', pageWith());
      }
      return deps.registry.commit(transition);
    };
    await reconcile(
      { site: 'demo', key: 'a.html' },
      { notices: [] },
      { ...deps, registry: { ...deps.registry, commit } },
    );
    expect(raced).toBe(true);
    expect(served('a.html')).toBe(GOOD);
  });

  it('finds a token lost that two pages drop at once', async () => {
    const { upload, look, served } = world();
    upload('a.html', GOOD);
    upload('b.html', GOOD);
    await Promise.all([look('a.html'), look('b.html')]);
    upload('a.html', STALE);
    upload('b.html', STALE);
    await Promise.all([look('a.html'), look('b.html')]);
    await Promise.all([look('a.html'), look('b.html')]);
    expect([served('a.html'), served('b.html')]).toEqual([GOOD, GOOD]);
  });
});

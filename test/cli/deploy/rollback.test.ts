import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageWith } from '../../world.ts';
import { rulesOf, SERVED, siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO');
const NEXT = pageWith('HERO', 'CHECKOUT');

let site: SiteFolder;
let release: string;

beforeEach(async () => {
  site = await siteFolder();
  await site.live('index.html', LIVE);
  await site.write('index.html', NEXT);
  await site.write('new.html', pageWith('NEW'));
  await site.write('app.js', 'one();');
  await site.holdfast('deploy', ['index.html', 'new.html', 'app.js'], { change: 'checkout' });
  await site.verified('index.html', 'new.html');
  const promoted = await site.holdfast('promote', ['index.html', 'new.html']);
  expect(promoted.exitCode).toBe(0);
  ({ release } = valueOf(promoted));
  await site.looks();
});

afterEach(() => site.end());

const production = () => ['index.html', 'new.html', 'app.js'].map(site.inProduction);

describe('a rollback', () => {
  test('puts back what was replaced, deletes what was new, and the guard lets it', async () => {
    const ran = await site.rollback(release);
    expect(ran).toMatchObject({ exitCode: 0, value: { done: true, left: [], lost: [] } });
    expect(production()).toEqual([LIVE, undefined, undefined]);
    await site.looks();
    await site.guard.look('new.html');
    expect(production()).toEqual([LIVE, undefined, undefined]);
    expect(site.guard.incidents().filter(({ state }) => state !== 'observed')).toEqual([]);
    expect(site.guard.page('index.html')?.allowances).toMatchObject([
      { codes: ['base.stale'] },
      { codes: ['token.lost'], tokens: ['CHECKOUT'] },
    ]);
    expect(ran.shown[0]).toContain('lost: CHECKOUT');
    const back = site.guard.s3.live('index.html')!;
    expect(await site.stack.stores.releases.changeOf('demo', back.identity)).toMatchObject({
      change: `rollback of ${release} (checkout)`,
    });
    expect(await site.rollback(release)).toMatchObject({ exitCode: 0, text: `${release} was rolled back already.` });
  });

  test('sends those to pull whose files are not what is live, and of staging nobody', async () => {
    expect(valueOf(await site.rollback(release)).next).toEqual([
      'Your files are not what is live now: npx holdfast pull demo',
    ]);
    const staged = site.releases().find(({ target }) => target === 'staging');
    const ofStaging = await site.rollback(staged?.id ?? '');
    expect([ofStaging.exitCode, valueOf(ofStaging).next]).toEqual([0, []]);
  });

  test('deletes last, pages before what they load, and keeps what it overwrites and deletes', async () => {
    const written = ['index.html', 'new.html', 'app.js'].map((key) => site.guard.s3.live(key)!);
    await site.rollback(release);
    const order = site.guard.s3.newest('index.html')!.serial;
    expect(site.guard.s3.newest('new.html')!.serial).toBeGreaterThan(order);
    expect(site.guard.s3.newest('app.js')!.serial).toBeGreaterThan(site.guard.s3.newest('new.html')!.serial);
    for (const { identity } of written) expect(site.guard.snapshots.get('replaced', 'demo', identity)).toBeDefined();
  });

  test('is refused where something was changed since, and names it', async () => {
    site.guard.upload('index.html', NEXT.replace('Sail', 'Row'), SERVED);
    await site.looks();
    const before = production();
    const ran = await site.rollback(release);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(ran.text).toContain('index.html: It was changed since');
    expect(production()).toEqual(before);
    expect(site.guard.page('index.html')?.allowances).toEqual([]);
  });

  test('is refused where a page that came later loads what would be deleted', async () => {
    await site.live('booking.html', pageWith('BOOKING'));
    await site.write('booking.html', pageWith('BOOKING').replace('</head>', '<script src="app.js"></script></head>'));
    await site.holdfast('deploy', ['booking.html']);
    await site.verified('booking.html');
    const later = valueOf(await site.holdfast('promote', ['booking.html'])).release;
    await site.looks();
    const before = production();
    const ran = await site.rollback(release);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(valueOf(ran).obstacles).toMatchObject([
      { path: 'app.js', next: `Undo that one first: npx holdfast rollback ${later}` },
    ]);
    expect(production()).toEqual(before);
    expect(await site.rollback(later)).toMatchObject({ exitCode: 0 });
    await site.looks();
    expect(await site.rollback(release)).toMatchObject({ exitCode: 0 });
  });

  test('writes nothing for who may not allow it', async () => {
    site.stack.token = 'deployer';
    const before = production();
    expect((await site.rollback(release)).exitCode).toBe(7);
    expect(production()).toEqual(before);
    expect(site.releases().find(({ id }) => id === release)?.state).toBe('done');
  });

  test('writes nothing in a dry run, and not by --yes alone where features go', async () => {
    const before = production();
    expect(await site.rollback(release, {}, 'dry-run')).toMatchObject({ exitCode: 0, value: { done: false } });
    const ran = await site.rollback(release, { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D6']);
    expect(production()).toEqual(before);
  });

  test('judges a page whatever its record, which any deployer can write, takes it for', async () => {
    const { releases } = site.stack.stores;
    const record = await releases.read('demo', release);
    const files = record!.files.map((file) => ({ ...file, kind: 'asset' as const }));
    const forged = { ...record!, id: '20260310T120000Z-ffffff', files };
    await releases.begin(forged);
    const before = production();
    const ran = await site.rollback(forged.id, { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D6']);
    expect(production()).toEqual(before);
    site.stack.token = 'deployer';
    expect((await site.rollback(forged.id)).exitCode).toBe(7);
    expect(production()).toEqual(before);
  });

  test('keeps a page as it is kept now, whatever the kept copy, which any deployer can write, says of that', async () => {
    const file = site
      .releases()
      .find(({ id }) => id === release)!
      .files.find(({ path }) => path === 'index.html')!;
    const kept = site.guard.snapshots.get('replaced', 'demo', file.replaces!)!;
    const grants = [{ permission: 'FULL_CONTROL', grantee: { type: 'Group', uri: 'everybody' } }];
    site.guard.snapshots.put('replaced', 'demo', file.replaces!, { ...kept, storedAs: { acl: { grants } } });
    expect((await site.rollback(release)).exitCode).toBe(0);
    expect(production()).toEqual([LIVE, undefined, undefined]);
    expect(site.guard.s3.live('index.html')?.storedAs).toEqual({});
  });

  test('of staging needs no allowance', async () => {
    const staged = site.releases().find(({ target }) => target === 'staging')?.id ?? '';
    site.stack.token = 'deployer';
    expect(await site.rollback(staged, { yes: true })).toMatchObject({ exitCode: 0 });
    expect(site.staging.keys()).toEqual([]);
  });

  test('is refused for what is no release', async () => {
    expect(await site.rollback('20260310T120000Z-000000')).toMatchObject({ exitCode: 2 });
    expect(await site.rollback('../../etc')).toMatchObject({ exitCode: 2 });
  });
});

test('releases are listed, newest first, with who and what', async () => {
  const { text, value } = await site.holdfast('releases');
  expect(value).toMatchObject({ releases: [{ change: 'checkout' }, { change: 'checkout' }] });
  expect(text).toContain('cb');
  expect(valueOf(await site.holdfast('releases', [], { limit: '1' })).releases).toHaveLength(1);
  expect(await site.holdfast('releases', [], { limit: '0' })).toMatchObject({ exitCode: 2 });
});

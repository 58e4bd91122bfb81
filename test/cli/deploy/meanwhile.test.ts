import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageWith } from '../../world.ts';
import { fakeOperator } from '../fake-operator.ts';
import type { Ran } from '../run.ts';
import { mortal } from './mortal.ts';
import { rulesOf, SERVED, siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');
const SCRIPT = { contentType: 'text/javascript', cacheControl: 'max-age=60', metadata: {} };

/** The writes of a promotion of one page, until the page: its record, its copy, its change. */
const UNTIL_PAGE = 4;

let site: SiteFolder;

beforeEach(async () => {
  site = await siteFolder();
  await site.live('index.html', LIVE);
});

afterEach(() => site.end());

async function staged(files: readonly string[] = ['index.html'], html = NEXT): Promise<void> {
  await site.write('index.html', html);
  expect(await site.holdfast('deploy', [...files])).toMatchObject({ exitCode: 0 });
  await site.verified('index.html');
}

/** Promotes, while somebody does something between the proof block and the first write. */
async function promoteWhile(act: () => void): Promise<Ran> {
  const { stores } = site.stack;
  const begin: typeof stores.releases.begin = async (release) => {
    await stores.releases.begin(release);
    act();
  };
  site.stack.stores = { ...stores, releases: { ...stores.releases, begin } };
  const ran = await site.holdfast('promote', ['index.html']);
  site.stack.stores = stores;
  return ran;
}

/** An approver lets something pass for an hour. */
async function allow(...codes: ('page.deleted' | 'base.stale')[]): Promise<void> {
  const until = new Date(site.guard.clock.now().getTime() + 3_600_000).toISOString();
  await fakeOperator(site.stack).api.allow('demo', { page: 'index.html', codes, until, reason: 'on purpose' });
}

async function deletedOnPurpose(): Promise<void> {
  await allow('page.deleted');
  site.guard.s3.raw.remove('index.html');
  await site.guard.look('index.html');
  expect(site.inProduction('index.html')).toBeUndefined();
}

describe('a page that was deleted in production', () => {
  test('does not come back by a deploy of an old copy', async () => {
    await deletedOnPurpose();
    await site.write('index.html', NEXT);
    const ran = await site.holdfast('deploy', ['index.html'], { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(ran.text).toContain('it was deleted since the version that it was made from');
    await site.holdfast('pull', ['index.html']);
    expect(await site.holdfast('deploy', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('does not come back by a promotion of what was deployed before', async () => {
    await staged();
    await deletedOnPurpose();
    const ran = await site.holdfast('promote', ['index.html'], { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(site.inProduction('index.html')).toBeUndefined();
  });
});

describe('an asset', () => {
  test('that nobody pulled is not deployed over a newer one', async () => {
    site.guard.upload('app.js', 'newer();', SCRIPT);
    await site.write('app.js', 'older();');
    const ran = await site.holdfast('deploy', ['app.js'], { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D1']);
    expect(valueOf(ran).next).toEqual(['Fetch what is live first: npx holdfast pull demo app.js']);
    await site.holdfast('pull', ['app.js']);
    expect(await site.holdfast('deploy', ['app.js'])).toMatchObject({ exitCode: 0 });
  });

  test('that was deleted in production does not come back unasked', async () => {
    await site.live('app.js', 'one();', SCRIPT);
    await site.write('app.js', 'two();');
    site.guard.s3.raw.remove('app.js');
    const ran = await site.holdfast('deploy', ['app.js'], { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
  });

  test('that production had, and that was deleted meanwhile, keeps its page from going live', async () => {
    await site.live('app.js', 'one();', SCRIPT);
    await staged(['index.html', 'app.js']);
    const ran = await promoteWhile(() => site.guard.s3.raw.remove('app.js'));
    expect(ran).toMatchObject({ exitCode: 5, text: expect.stringContaining('app.js was deleted meanwhile') });
    expect(site.inProduction('index.html')).toBe(LIVE);
  });
});

test('the same bytes with other headers are not overwritten, though their ETag is the same', async () => {
  await staged();
  const theirs = { ...SERVED, contentLanguage: 'en' };
  const ran = await promoteWhile(() => site.guard.upload('index.html', LIVE, theirs));
  expect(ran.exitCode).toBe(5);
  expect(site.guard.s3.live('index.html')?.headers).toMatchObject({ contentLanguage: 'en' });
});

test('a promotion that lost a race is a new one once somebody let it pass', async () => {
  await staged();
  const theirs = LIVE.replace('Sail', 'Sail and row');
  const lost = await promoteWhile(() => site.guard.upload('index.html', theirs, SERVED));
  expect(lost.exitCode).toBe(5);
  await site.looks();
  await allow('base.stale');
  const ran = await site.holdfast('promote', ['index.html']);
  expect(ran.exitCode).toBe(0);
  expect(valueOf(ran).release).not.toBe(valueOf(lost).release);
  expect(site.inProduction('index.html')).toBe(NEXT);
});

test('a promotion of which nothing was written is over, and nothing to go on with', async () => {
  await staged();
  const lost = await promoteWhile(() => site.guard.upload('index.html', LIVE.replace('Sail', 'Row'), SERVED));
  const { releases } = site.stack.stores;
  expect(await releases.read('demo', String(valueOf(lost).release))).toMatchObject({ state: 'rolled-back' });
});

test('a write whose answer never came is told as what it was', async () => {
  await staged();
  const unanswered = mortal(site, UNTIL_PAGE, 'after');
  const ran = await site.holdfast('promote', ['index.html']);
  unanswered.heal();
  expect(ran).toMatchObject({ exitCode: 6, value: { written: ['index.html'], left: [] } });
  expect(site.inProduction('index.html')).toBe(NEXT);
});

describe('a page that is live as it is', () => {
  test('is no other change beside one that is not', async () => {
    await site.live('booking.html', pageWith('BOOKING'));
    await staged(['index.html', 'booking.html']);
  });

  test('does not keep a promotion of the same change in several pages from being gone on with', async () => {
    await site.live('booking.html', LIVE.replace('Sail', 'Row'));
    await site.write('booking.html', NEXT.replace('Sail', 'Row'));
    await staged(['index.html', 'booking.html']);
    await site.verified('booking.html');
    const { stores } = site.stack;
    const noteChange: typeof stores.releases.noteChange = async (change) => {
      if (change.key === 'booking.html') throw new Error('the process died');
      await stores.releases.noteChange(change);
    };
    site.stack.stores = { ...stores, releases: { ...stores.releases, noteChange } };
    const pages = ['index.html', 'booking.html'];
    expect(await site.holdfast('promote', pages)).toMatchObject({ exitCode: 6, value: { written: ['index.html'] } });
    site.stack.stores = stores;
    await site.looks();
    expect(await site.holdfast('promote', pages)).toMatchObject({ exitCode: 0, value: { written: pages } });
  });
});

test('a rollback that loses a race takes back what it allowed', async () => {
  await staged(['index.html'], pageWith('HERO', 'CHECKOUT', 'CHAT'));
  const { release } = valueOf(await site.holdfast('promote', ['index.html']));
  await site.looks();
  const theirs = pageWith('HERO', 'CHECKOUT', 'CHAT').replace('Sail', 'Row');
  const { stores } = site.stack;
  const put: typeof stores.snapshots.put = async (...all) => {
    site.guard.upload('index.html', theirs, SERVED);
    await stores.snapshots.put(...all);
  };
  site.stack.stores = { ...stores, snapshots: { ...stores.snapshots, put } };
  expect(await site.rollback(release)).toMatchObject({ exitCode: 5, value: { lost: ['index.html'] } });
  expect(site.inProduction('index.html')).toBe(theirs);
  expect(site.guard.page('index.html')?.allowances).toEqual([]);
});

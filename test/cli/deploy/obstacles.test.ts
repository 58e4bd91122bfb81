import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeOperator } from '../fake-operator.ts';
import { pageWith } from '../../world.ts';
import { rulesOf, SERVED, SITE, siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');

let site: SiteFolder;

beforeEach(async () => {
  site = await siteFolder();
  await site.live('index.html', LIVE);
});

afterEach(() => site.end());

/** What a deploy of the index page meets, and that it wrote nothing. */
async function refusedDeploy(html: string, args = ['index.html'], options = {}) {
  await site.write('index.html', html);
  const before = site.staging.keys();
  const ran = await site.holdfast('deploy', args, options);
  expect(site.staging.keys()).toEqual(before);
  expect(site.releases()).toEqual([]);
  expect(ran.shown).toEqual([]);
  return ran;
}

describe('a deploy to staging is refused', () => {
  test('by D1 where nobody knows what the file was made from', async () => {
    await site.workspace.record(new Map([['index.html', undefined]]));
    const ran = await refusedDeploy(NEXT);
    expect(ran.exitCode).toBe(3);
    expect(rulesOf(ran)).toEqual(['D1']);
    expect(valueOf(ran).next).toEqual(['Fetch what is live first: npx holdfast pull demo index.html']);
  });

  test('by D8, with its own exit code and a call, where production went on since', async () => {
    site.guard.upload('index.html', LIVE.replace('Sail', 'Sail and row'), SERVED);
    await site.looks();
    const ran = await refusedDeploy(NEXT);
    expect(ran.exitCode).toBe(4);
    expect(rulesOf(ran)).toEqual(['D8']);
    expect(ran.text).toContain('AHEAD');
    expect(ran.text).toContain('→ Merge what is live: npx holdfast pull demo index.html');
    expect(ran.text).toContain('Nobody was called');
  });

  test('by D8 for older bytes in a file that was pulled from what is live: nothing can be merged', async () => {
    for (const since of ['Row', 'Row and fish']) await site.live('index.html', LIVE.replace('Sail', since));
    const ran = await refusedDeploy(LIVE);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(ran.text).toContain('Production is ahead. The upload is the version of');
    expect(valueOf(ran).next).toEqual([
      expect.stringMatching(
        /npx holdfast pull demo index\.html --force keeps .*npx holdfast allow demo index\.html --code base\.stale /,
      ),
    ]);
    await site.holdfast('pull', ['index.html'], { force: true });
    expect(await site.holdfast('proof', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('by D8 where an asset of production is newer', async () => {
    await site.live('app.js', 'one();', { contentType: 'text/javascript' });
    await site.write('app.js', 'mine();');
    site.guard.upload('app.js', 'theirs();', { contentType: 'text/javascript' });
    const ran = await site.holdfast('deploy', ['app.js']);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([4, 'D8']);
    expect(site.onStaging('app.js')).toBeUndefined();
  });

  test('not by D8 where an approver lets it pass', async () => {
    site.guard.upload('index.html', LIVE.replace('Sail', 'Sail and row'), SERVED);
    await site.looks();
    const until = new Date(site.guard.clock.now().getTime() + 3_600_000).toISOString();
    const allow = { page: 'index.html', codes: ['base.stale'], until, reason: 'on purpose' };
    await fakeOperator(site.stack).api.allow('demo', allow);
    await site.write('index.html', NEXT);
    expect(await site.holdfast('deploy', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('by D7 where a feature would be lost, and names the allowance', async () => {
    const ran = await refusedDeploy(pageWith('HERO'));
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D7']);
    expect(ran.text).toContain('lost: CHECKOUT');
    expect(valueOf(ran).next[0]).toContain('npx holdfast allow demo index.html --token CHECKOUT');
  });

  test('by D7 where something retired would come back', async () => {
    const ran = await refusedDeploy(NEXT.replace('Sail', 'For Ranch & Coast readers'));
    expect(rulesOf(ran)).toEqual(['D7']);
  });

  test('by D4 while a warning of the page or of the site is open, and no longer', async () => {
    const { api } = fakeOperator(site.stack);
    const warning = await api.warn('demo', { page: 'index.html', says: 'the fares are wrong' });
    await api.warn('demo', { page: 'other.html', says: 'not about this page' });
    const ofSite = await api.warn('demo', { says: 'freeze until Monday' });
    const ran = await refusedDeploy(NEXT);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D4', 'D4']);
    expect(ran.text).toContain('the fares are wrong');
    expect(ran.text).toContain(`npx holdfast ack ${warning.id}`);
    for (const { id } of [warning, ofSite]) await api.acknowledge('demo', id, 'seen to');
    expect(await site.holdfast('deploy', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('by D4 while an incident of the page is open', async () => {
    site.guard.upload('index.html', Buffer.from([0x1f, 0x8b, 0, 0]).toString('latin1'), {
      ...SERVED,
      contentEncoding: 'zip',
    });
    await site.looks();
    expect(site.guard.incidents()).toMatchObject([{ state: 'undecided' }]);
    const ran = await refusedDeploy(NEXT);
    expect(rulesOf(ran)).toContain('D4');
    expect(ran.text).toContain('npx holdfast incidents show');
  });

  test('while the guard has not looked at what is live, which it waits for first', async () => {
    const before = site.stack.onWait;
    site.stack.onWait = async () => {};
    site.guard.upload('index.html', LIVE, { ...SERVED, metadata: { build: '9' } });
    const ran = await refusedDeploy(NEXT);
    expect(rulesOf(ran)).toEqual(['D4']);
    expect(ran.text).toContain('Production is not at rest');
    site.stack.onWait = before;
    expect(await site.holdfast('deploy', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('by D3 where it changes two features, unless the change is named', async () => {
    const both = NEXT.replace('HERO here', 'HERO is new');
    const ran = await refusedDeploy(both);
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D3']);
    expect(ran.text).toContain('2 features at once (CHECKOUT, HERO)');
    expect(await site.holdfast('deploy', ['index.html'], { change: 'summer' })).toMatchObject({ exitCode: 0 });
    expect(site.releases()).toMatchObject([{ change: 'summer' }]);
  });

  test('with all that stands against it at once', async () => {
    await fakeOperator(site.stack).api.warn('demo', { says: 'freeze' });
    site.guard.upload('index.html', LIVE.replace('Sail', 'Sail and row'), SERVED);
    await site.looks();
    const ran = await refusedDeploy(pageWith('HERO'));
    expect(ran.exitCode).toBe(4);
    expect(new Set(rulesOf(ran))).toEqual(new Set(['D4', 'D7', 'D8']));
  });

  test('by --yes alone where the guard finds something that a person may accept', async () => {
    const told = { ...SITE.policy, severity: { 'retired.returned': 'alert' } } as const;
    await site.end();
    site = await siteFolder({ ...SITE, policy: told });
    await site.live('index.html', LIVE);
    const back = NEXT.replace('Sail', 'For Ranch & Coast readers');
    const ran = await refusedDeploy(back, ['index.html'], { yes: true });
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D6']);
    expect(await site.holdfast('deploy', ['index.html'])).toMatchObject({ exitCode: 0 });
  });

  test('for a site without staging, with what to write', async () => {
    const { staging: _none, ...without } = SITE;
    await site.end();
    site = await siteFolder(without);
    await site.live('index.html', LIVE);
    const ran = await refusedDeploy(NEXT);
    expect(ran).toMatchObject({ exitCode: 3, text: expect.stringContaining('staging: { bucket: demo-prod-staging }') });
  });
});

describe('a deploy', () => {
  test('writes nothing in a dry run, nor when the person says no', async () => {
    await site.write('index.html', NEXT);
    expect(await site.holdfast('deploy', [], {}, 'dry-run')).toMatchObject({ exitCode: 0, value: { done: false } });
    expect(await site.holdfast('deploy', [], {}, 'no')).toMatchObject({ exitCode: 1 });
    expect(site.staging.keys()).toEqual([]);
    expect(site.releases()).toEqual([]);
  });

  test('takes every file that is not as it was pulled, and names those that were never pulled', async () => {
    await site.write('index.html', NEXT);
    await site.write('draft.html', pageWith('DRAFT'));
    await site.holdfast('deploy');
    expect(site.staging.keys()).toEqual(['next/index.html']);
    await site.write('index.html', LIVE);
    const ran = await site.holdfast('deploy');
    expect(ran.text).toContain('1 file was never pulled and must be named: draft.html');
    expect(await site.holdfast('deploy', ['draft.html'])).toMatchObject({ exitCode: 0 });
    expect(site.staging.live('next/draft.html')?.headers.contentType).toBe('text/html; charset=utf-8');
  });

  test('stores a page as the live one is stored, and keeps what it overwrites, as a file too where that is asked', async () => {
    await site.write('index.html', NEXT);
    await site.holdfast('deploy', ['index.html']);
    const first = site.staging.live('next/index.html')!;
    const again = NEXT.replace('is open', 'is open again');
    await site.write('index.html', again);
    const ran = await site.holdfast('deploy', ['index.html'], { keep: true });
    expect(site.guard.snapshots.get('replaced', 'demo', first.identity)?.bytes).toEqual(first.bytes);
    const [kept] = valueOf(ran).kept;
    expect(kept).toMatch(/^releases\/index.html.staging.20260310T120000Z$/);
    expect(await site.read(kept)).toBe(NEXT);
    expect(valueOf(await site.holdfast('deploy', ['index.html'])).files).toHaveLength(1);
  });

  test('lets a feature move from page to page in one deploy, when a person says so', async () => {
    await site.live('booking.html', pageWith('BOOKING'));
    await site.write('index.html', pageWith('HERO'));
    await site.write('booking.html', pageWith('BOOKING', 'CHECKOUT'));
    expect(await site.holdfast('deploy', [], { yes: true })).toMatchObject({ exitCode: 3 });
    expect(await site.holdfast('deploy')).toMatchObject({ exitCode: 0 });
    expect(site.onStaging('booking.html')).toContain('CHECKOUT');
  });
});

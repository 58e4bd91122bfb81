import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { workspaceFolder } from '../../../src/lib/aws/workspace-folder.ts';
import { pageWith } from '../../world.ts';
import type { Ran } from '../run.ts';
import { rulesOf, SERVED, siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT').replace('</head>', '<script src="app.js"></script></head>');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');
const SCRIPT = { contentType: 'text/javascript', cacheControl: 'max-age=60' };

let site: SiteFolder;

beforeEach(async () => {
  site = await siteFolder();
  await site.live('index.html', LIVE);
  await site.live('app.js', 'one();', SCRIPT);
  await site.write('index.html', NEXT);
  await site.write('app.js', 'two();');
  await site.holdfast('deploy', [], { change: 'open it' });
  await site.verified('index.html');
});

afterEach(() => site.end());

const promote = (options = {}, answer?: 'dry-run'): Promise<Ran> =>
  site.holdfast('promote', ['index.html'], options, answer);

/** A promotion that must not write. */
async function refusedPromote(): Promise<Ran> {
  const before = site.inProduction('index.html');
  const ran = await promote();
  expect(site.inProduction('index.html')).toBe(before);
  expect(site.releases().filter(({ target }) => target === 'production')).toEqual([]);
  expect(ran.shown).toEqual([]);
  return ran;
}

describe('a promotion', () => {
  test('takes the assets of the release first, and notes by which change a page comes', async () => {
    const ran = await promote();
    expect(ran.exitCode).toBe(0);
    expect([site.inProduction('app.js'), site.inProduction('index.html')]).toEqual(['two();', NEXT]);
    const [script, page] = ['app.js', 'index.html'].map((file) => site.guard.s3.live(file)!);
    expect(script!.serial).toBeLessThan(page!.serial);
    expect(script!.headers).toEqual({ ...SCRIPT, metadata: {} });
    expect(await site.stack.stores.releases.changeOf('demo', page!.identity)).toMatchObject({
      key: 'index.html',
      release: valueOf(ran).release,
      change: 'open it',
      by: 'arn:aws:iam::123456789012:user/cb',
    });
    expect(await site.stack.stores.releases.changeOf('demo', script!.identity)).toBeUndefined();
    expect(ran.shown[0]).toContain('verified  on staging by arn:aws:sts::123456789012:assumed-role/web-lead/cb');
    expect(site.stack.edge.purges).toMatchObject([
      { distribution: 'E2' },
      { distribution: 'E1', paths: ['/', '/app.js', '/index.html'] },
    ]);
  });

  test('says that there is nothing to do when production has it', async () => {
    await promote();
    await site.looks();
    expect(await promote()).toMatchObject({ exitCode: 0, text: expect.stringContaining('Nothing to promote') });
    expect(site.guard.s3.entries('index.html')).toHaveLength(2);
  });

  test('purges what is there: whoever promoted it may have died before', async () => {
    await promote();
    await site.looks();
    const before = site.stack.edge.purges.length;
    expect(await promote({ dryRun: true })).toMatchObject({ exitCode: 0 });
    expect(site.stack.edge.purges).toHaveLength(before);
    for (let again = 0; again < 2; again += 1) {
      expect(await promote()).toMatchObject({ exitCode: 0, value: { passage: { kind: 'through' } } });
    }
    // The second time it is the same invalidation.
    expect(site.stack.edge.purges.slice(before)).toMatchObject([
      { distribution: 'E1', paths: ['/', '/app.js', '/index.html'] },
    ]);
  });

  test('moves no base in a dry run, though production has it already', async () => {
    await promote();
    await site.looks();
    const workspace = await workspaceFolder(process.cwd(), 'demo');
    await workspace.record(new Map([['index.html', undefined]]));
    expect(await promote({ dryRun: true })).toMatchObject({ exitCode: 0, value: { bases: { moved: [], left: [] } } });
    expect((await workspace.bases()).has('index.html')).toBe(false);
    await promote();
    expect((await workspace.bases()).has('index.html')).toBe(true);
  });

  test('works where nothing was pulled', async () => {
    process.chdir('/');
    expect(await promote()).toMatchObject({ exitCode: 0, value: { bases: { moved: [], left: [] } } });
    expect(site.inProduction('index.html')).toBe(NEXT);
  });

  test('leaves the base of a file that was edited since', async () => {
    await site.write('index.html', `${NEXT}<!-- mine -->`);
    const ran = await promote();
    expect(valueOf(ran).bases).toEqual({ moved: ['app.js'], left: ['index.html'] });
    expect(ran.text).toContain('Before you go on: npx holdfast pull demo');
  });

  test('writes nothing in a dry run', async () => {
    expect(await promote({}, 'dry-run')).toMatchObject({ exitCode: 0 });
    expect(site.inProduction('index.html')).toBe(LIVE);
  });
});

describe('a promotion is refused', () => {
  test('by D2 until somebody verified just these bytes', async () => {
    await site.write('index.html', `${NEXT}<!-- a later one -->`);
    await site.holdfast('deploy', ['index.html', 'app.js']);
    const ran = await refusedPromote();
    expect([ran.exitCode, ...rulesOf(ran)]).toEqual([3, 'D2']);
    expect(valueOf(ran).next).toEqual(['A person: npx holdfast verify demo index.html']);
    expect(ran.text).toContain('it was written anew since');
  });

  test('by D2 where it is not on staging, or is no page', async () => {
    const absent = await site.holdfast('promote', ['contact.html']);
    expect([absent.exitCode, ...rulesOf(absent)]).toEqual([3, 'D2']);
    const script = await site.holdfast('promote', ['app.js']);
    expect([script.exitCode, ...rulesOf(script)]).toEqual([3, 'D2']);
    expect(site.inProduction('app.js')).toBe('one();');
  });

  test('by D1 where staging was written by no release', async () => {
    site.staging.raw.upload('next/index.html', NEXT.replace('is open', 'is really open'), SERVED);
    await site.verified('index.html');
    expect(rulesOf(await refusedPromote())).toContain('D1');
  });

  test('by D2 where an asset on staging is another by now', async () => {
    site.staging.raw.upload('next/app.js', 'three();', SCRIPT);
    const ran = await refusedPromote();
    expect(valueOf(ran).obstacles).toMatchObject([{ rule: 'D2', path: 'app.js' }]);
  });

  test('by D2 where a script that it loads is on staging only', async () => {
    site.guard.s3.raw.remove('app.js');
    await site.holdfast('deploy', ['index.html']);
    await site.verified('index.html');
    const ran = await refusedPromote();
    expect(ran.text).toContain('It loads app.js, which is on staging and not in production');
  });

  test('by D8 where production went on since it was deployed', async () => {
    site.guard.upload('index.html', LIVE.replace('Sail', 'Sail and row'), SERVED);
    await site.looks();
    const ran = await refusedPromote();
    expect(ran.exitCode).toBe(4);
    expect(rulesOf(ran)).toEqual(['D8']);
  });

  test('by D7 where it loses a feature that came meanwhile', async () => {
    site.guard.upload('index.html', LIVE.replace('</body>', '<i data-feature="CHAT">chat</i></body>'), SERVED);
    await site.looks();
    const ran = await refusedPromote();
    expect(new Set(rulesOf(ran))).toEqual(new Set(['D7', 'D8']));
    expect(ran.text).toContain('lost: CHAT');
  });
});

describe('a promotion that loses a race', () => {
  test('overwrites nothing, and tells what came in between and what was written', async () => {
    const theirs = LIVE.replace('Sail', 'Sail and row');
    const { releases } = site.stack.stores;
    const begin: typeof releases.begin = async (release) => {
      await releases.begin(release);
      if (release.target === 'production') site.guard.upload('index.html', theirs, SERVED);
    };
    site.stack.stores = { ...site.stack.stores, releases: { ...releases, begin } };
    const ran = await promote();
    expect(ran.exitCode).toBe(5);
    expect(site.inProduction('index.html')).toBe(theirs);
    expect(valueOf(ran)).toMatchObject({
      done: false,
      written: ['app.js'],
      left: [],
      lost: [{ path: 'index.html', lines: { gone: 1, new: 1 } }],
    });
    expect(ran.text).toContain('Nothing of theirs was overwritten');
    expect(ran.text).toContain('written to production, and still there: app.js');
    const { release } = valueOf(ran);
    expect(valueOf(ran).next).toEqual([
      'Fetch what is live and merge: npx holdfast pull demo, then deploy again.',
      `Or undo what was written: npx holdfast rollback ${release}`,
    ]);
    expect(await site.rollback(release)).toMatchObject({ exitCode: 4 });
  });

  test('leaves a page alone that was deleted meanwhile', async () => {
    const { releases } = site.stack.stores;
    const noteChange: typeof releases.noteChange = async (change) => {
      await releases.noteChange(change);
      site.guard.s3.raw.remove('index.html');
    };
    site.stack.stores = { ...site.stack.stores, releases: { ...releases, noteChange } };
    const ran = await promote();
    expect(ran.exitCode).toBe(5);
    expect(ran.text).toContain('index.html was deleted meanwhile.');
    expect(site.inProduction('index.html')).toBeUndefined();
  });
});

test('a deploy that loses a race on staging is not sent to production for what they wrote', async () => {
  const { releases } = site.stack.stores;
  const begin: typeof releases.begin = async (release) => {
    await releases.begin(release);
    site.staging.raw.upload('next/index.html', LIVE, SERVED);
  };
  site.stack.stores = { ...site.stack.stores, releases: { ...releases, begin } };
  await site.write('index.html', NEXT.replace('Sail', 'Row'));
  const ran = await site.holdfast('deploy', ['index.html'], { change: 'row' });
  expect(ran.exitCode).toBe(5);
  expect(site.onStaging('index.html')).toBe(LIVE);
  expect(valueOf(ran).next).toEqual([
    'See who else is testing: npx holdfast releases demo. Deploying again puts yours over theirs.',
  ]);
});

test('a page that nobody deployed is refused without a proof of nothing', async () => {
  const { text } = await site.holdfast('promote', ['nosuch.html']);
  expect(text).toMatch(/^Nothing was written to production:\nD2 {2}nosuch\.html: It is not on staging\./);
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageWith, siteRecord } from '../world.ts';
import { testRepository, writeFiles } from './backtest-repository.ts';
import { emptyBucket, emptyWorld, type PastObject } from './fake-operator.ts';
import { demoSite, run, type Ran } from './run.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const LOST = pageWith('HERO');
const SITES = [demoSite('    policy: { severity: { base.stale: ignore } }\n')];
const MAIN = path.resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** Versions a minute apart, oldest first; without text, a deletion. */
function past(...versions: (string | undefined | Partial<PastObject>)[]): PastObject[] {
  return versions.map((version, index) => ({
    versionId: `v${index + 1}`,
    lastModified: `2026-03-01T09:0${index}:00.000Z`,
    ...(typeof version === 'object' ? version : { text: version }),
  }));
}

function bucketOf(pages: Record<string, PastObject[]>) {
  const world = emptyWorld();
  const bucket = emptyBucket();
  for (const [key, versions] of Object.entries(pages)) {
    bucket.past.set(key, versions);
    const live = versions.at(-1)?.text;
    if (live !== undefined) bucket.objects.set(key, { text: live });
  }
  world.buckets.set('demo-prod', bucket);
  return world;
}

const said = ({ lines = [] }: Ran) =>
  lines.map((line) => {
    const { page, version, verdict, findings, ancestor } = JSON.parse(JSON.stringify(line));
    return [page, version, verdict, ...findings.map(({ code }: { code: string }) => code), `< ${ancestor}`].join(' ');
  });

describe('backtest of a bucket', () => {
  const pages = {
    'index.html': past(GOOD, LOST, undefined, GOOD),
    'about.html': past(GOOD, GOOD),
    'gone.html': past(GOOD, undefined),
    'app.js': past('1', '2'),
  };

  it('replays the versions of every live page, oldest first', async () => {
    const ran = await run(bucketOf(pages), SITES, 'backtest', { args: ['demo'] });
    expect(ran.exitCode).toBe(0);
    expect(said(ran)).toEqual([
      'index.html v1 accepted < null',
      'index.html v2 rollback token.lost < v1',
      'index.html v3 rollback page.deleted < v2',
      'index.html v4 unchanged < v3',
      'about.html v1 accepted < null',
      'about.html v2 unchanged < v1',
    ]);
    expect(ran.text).toContain('s3://demo-prod/, judged by the site demo, as if it enforced.');
    expect(ran.text).toContain('index.html  2  v2       2026-03-01T09:01:00Z  rolled back');
    expect(ran.shown).toEqual([]);
    expect(ran.progress.at(-1)).toContain('replayed 6 versions');
  });

  it('replays the pages that are named, also one that is gone, and the newest versions alone', async () => {
    const world = bucketOf(pages);
    const named = await run(world, SITES, 'backtest', { args: ['demo', 'gone.html', 'about.html', 'gone.html'] });
    expect(said(named).map((line) => line.split(' <')[0])).toEqual([
      'gone.html v1 accepted',
      'gone.html v2 rollback page.deleted',
      'about.html v1 accepted',
      'about.html v2 unchanged',
    ]);
    const last = await run(world, SITES, 'backtest', { args: ['demo', 'index.html'], options: { last: '2' } });
    expect(said(last)).toEqual(['index.html v3 accepted < null', 'index.html v4 accepted < v3']);
  });

  it('knows the guard’s own writes, and what people retired', async () => {
    const restored = past(GOOD, LOST, { text: GOOD, mark: 1 }, pageWith('HERO', 'CHECKOUT', 'OLD'));
    const world = bucketOf({ 'index.html': restored });
    world.sites.set('demo', { ...siteRecord(SITES[0]), retired: { tokens: ['OLD'], phrases: [] } });
    expect(said(await run(world, SITES, 'backtest', { args: ['demo'] }))).toEqual([
      'index.html v1 accepted < null',
      'index.html v2 rollback token.lost < v1',
      'index.html v3 unchanged < v2',
      'index.html v4 rollback retired.returned < v3',
    ]);
  });

  it('leaves what is too large undecided, and writes nothing', async () => {
    const world = bucketOf({ 'index.html': past(GOOD, 'x'.repeat(5000), LOST) });
    const before = structuredClone(world.buckets.get('demo-prod'));
    const small = demoSite('    policy: { limits: { bytes: 4096 }, severity: { base.stale: ignore } }\n');
    const ran = await run(world, [small], 'backtest', { args: ['demo'] });
    expect(said(ran).slice(1)).toEqual([
      'index.html v2 undecided page.unreadable < v1',
      'index.html v3 rollback token.lost < v2',
    ]);
    expect(world.buckets.get('demo-prod')).toEqual(before);
    expect([world.asked, world.sites.size]).toEqual([[], 0]);
  });

  it.each([
    [['other'], 'There is no site "other"'],
    [['demo', 'app.js'], 'app.js is no page of demo'],
    [['demo', '/index.html'], 'Keys begin without a slash: index.html'],
    [['demo', 'none.html'], 'The bucket has no version of none.html'],
  ])('ends with 2 for %j', async (args, words) => {
    const ran = await run(bucketOf(pages), SITES, 'backtest', { args });
    expect(ran).toMatchObject({ exitCode: 2, text: expect.stringContaining(words) });
  });

  it('ends with 2 where no page is live', async () => {
    const ran = await run(bucketOf({}), SITES, 'backtest', { args: ['demo'] });
    expect(ran).toMatchObject({ exitCode: 2, text: expect.stringContaining('No page is live in s3://demo-prod/') });
  });
});

it.each([
  [[], {}, 'What is to be replayed is missing'],
  [[], { git: '.' }, 'The path in the repository is missing'],
  [['x'], { git: '.', dir: '.' }, 'Both --git and --dir'],
  [['x'], { dir: '.' }, 'With --dir nothing else is named'],
  [[], { dir: '.', last: '3' }, '--last is for a bucket and --git'],
  [[''], { git: '.' }, 'A name is empty'],
  [['x'], { git: '' }, 'A name is empty'],
  [['demo'], { site: 'demo' }, '--site is for --git and --dir'],
  [['demo'], { last: '0' }, '--last is not a whole number'],
  [['demo'], { last: '1e3' }, '--last is not a whole number'],
  [['demo'], { last: '100001' }, '--last is not a whole number'],
  [['*.html'.repeat(60)], { git: '.' }, 'is longer than 256 characters'],
])('is wrong usage: %j %j', async (args, options, words) => {
  const ran = await run(emptyWorld(), SITES, 'backtest', { args, options });
  expect(ran).toMatchObject({ exitCode: 2, text: expect.stringContaining(words) });
});

describe('the process', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-backtest-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Runs `holdfast backtest` in the folder, where no configuration is. */
  async function backtest(words: string[], env: Record<string, string> = {}) {
    const settings = { HOME: folder, PATH: process.env['PATH'], ...env };
    const child = spawn(process.execPath, [MAIN, 'backtest', ...words], { cwd: folder, env: settings, stdio: 'pipe' });
    const { promise, resolve } = Promise.withResolvers<number | null>();
    child.once('close', resolve);
    const [exitCode, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
    return { exitCode, stdout, stderr };
  }

  it('prints a line of JSON for each version, and needs neither configuration nor stack', async () => {
    const repository = await testRepository();
    const commits = [await repository.commit('-a b.html', GOOD), await repository.commit('-a b.html', LOST)];
    const ended = await backtest(['--json', '--git', repository.folder, '--', '-a b.html']);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(
      ended.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { page: '-a b.html', version: commits[0], verdict: 'accepted', findings: [], ancestor: null },
      { page: '-a b.html', version: commits[1], verdict: 'rollback', ancestor: commits[0] },
    ]);
    await rm(repository.folder, { recursive: true });
  });

  it('does not let another git around it choose the repository', async () => {
    const [repository, other] = [await testRepository(), await testRepository()];
    await repository.commit('index.html', GOOD);
    await other.commit('index.html', GOOD);
    await other.commit('index.html', LOST);
    const env = { GIT_DIR: path.join(other.folder, '.git'), GIT_WORK_TREE: other.folder };
    const { stdout } = await backtest(['--git', repository.folder, 'index.html'], env);
    expect(stdout).toContain('1 version of 1 page');
    await Promise.all([repository, other].map((each) => rm(each.folder, { recursive: true })));
  });

  it('says when there is no git', async () => {
    const ended = await backtest(['--git', '.', 'index.html', '--json'], { PATH: folder });
    expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('The git executable cannot be run.') });
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'GIT.MISSING' } });
  });

  it('shows a folder as a table, without anything that a terminal obeys', async () => {
    await writeFiles(folder, { 'h/a\u001B]0;x\u0007b/1.html': GOOD, 'h/a\u001B]0;x\u0007b/2.html': LOST });
    const ended = await backtest(['--dir', 'h']);
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('a\\u{1b}]0;x\\u{7}b  2  2.html');
    expect(ended.stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

import { chmod, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/lib/site/version.ts';
import { HTML, pageWith } from '../world.ts';
import { pullWorld, told } from './pull-world.ts';
import type { Ran } from './run.ts';

const OLD = pageWith('HERO');
const LIVE = pageWith('HERO', 'CHECKOUT');
const MINE = pageWith('HERO', 'CHECKOUT', 'MINE');
const NEXT = pageWith('HERO', 'CHECKOUT', 'NEXT');

let world: Awaited<ReturnType<typeof pullWorld>>;

beforeEach(async () => {
  world = await pullWorld();
});

afterEach(() => world.end());

const deeds = (ran: Ran) => told(ran).files.map(({ path, did, state }) => `${path} ${did} ${state}`);

describe('the first pull', () => {
  it('says how to go on from the folder that one is in, where the files are in another', async () => {
    await world.upload('index.html', LIVE);
    const [next] = told(await world.pull([], { to: "bob's site" })).next;
    expect(next).toBe(String.raw`Edit, then see what changed: cd 'bob'\''s site' && npx holdfast diff demo`);
    await mkdir(world.at('other'));
    world.goTo('other');
    expect(told(await world.pull([], { to: '../site' })).next[0]).toContain(': cd ../site && npx holdfast diff demo');
  });

  it('writes every live page, and records what each was made from', async () => {
    const { versionId, etag, identity } = await world.upload('index.html', LIVE, {
      ...HTML,
      cacheControl: 'max-age=5',
    });
    await world.upload('booking/index.html', OLD);
    world.guard.upload('style.css', 'p {}');
    const ran = await world.pull();
    expect({ ...ran, shown: ran.shown }).toMatchObject({ exitCode: 0, shown: [] });
    expect(deeds(ran)).toEqual(['booking/index.html wrote equal', 'index.html wrote equal']);
    expect(await world.text('index.html')).toBe(LIVE);
    expect((await readdir(world.folder)).toSorted()).toEqual(['.holdfast', 'booking', 'index.html']);
    expect((await world.bases()).get('index.html')).toMatchObject({
      versionId,
      etag,
      identity,
      sha256: sha256(LIVE),
      headers: { cacheControl: 'max-age=5' },
      pulledAt: '2026-03-10T12:00:00.000Z',
    });
    expect(await readFile(world.at('.holdfast', 'base', 'demo', 'index.html'), 'utf8')).toBe(LIVE);
  });

  it('goes to --to, and from anywhere below it to the same folder', async () => {
    await world.upload('index.html', LIVE);
    expect(await world.pull([], { to: 'site' })).toMatchObject({ exitCode: 0 });
    expect(await world.text('site/index.html')).toBe(LIVE);
    await mkdir(world.at('site', 'deep'));
    world.goTo('site', 'deep');
    expect(await world.pull()).toMatchObject({ exitCode: 0, value: { root: world.at('site') } });
    expect(deeds(await world.pull(['../index.html']))).toEqual(['index.html kept equal']);
  });

  it('refuses the folder of another site', async () => {
    await mkdir(world.at('.holdfast'));
    await writeFile(world.at('.holdfast', 'base.other.json'), '{}');
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 2, text: expect.stringContaining('npx holdfast pull demo --to <folder>') });
  });

  it('fetches named pages alone, assets with --assets, and guesses what a mistyped one may be', async () => {
    await world.upload('index.html', LIVE);
    await world.upload('about/index.html', OLD);
    world.guard.upload('about/logo.png', '\0\xFF');
    expect(deeds(await world.pull(['about']))).toEqual(['about/index.html wrote equal']);
    expect(deeds(await world.pull(['about'], { assets: true }))).toEqual([
      'about/index.html kept equal',
      'about/logo.png wrote equal',
    ]);
    expect(await world.pull(['abuot/index.html'])).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('Did you mean about/index.html?'),
    });
  });

  it('writes nothing with --dry-run', async () => {
    await world.upload('index.html', LIVE);
    const ran = await world.pull([], { dryRun: true });
    expect(ran).toMatchObject({ exitCode: 0, text: expect.stringContaining('would write index.html') });
    expect(await readdir(world.folder)).toEqual([]);
  });
});

describe('bytes', () => {
  it.each([
    ['line ends of Windows', '<p>a</p>\r\n<p>b</p>\r\n'],
    ['no line end at its end', '<p>a</p>'],
    ['nothing', ''],
    ['no valid text', '<p>\u0000\uFFFD\xFF'],
  ])('of a page with %s come as they are', async (_what, text) => {
    await world.upload('index.html', text);
    await world.pull();
    expect(await world.text('index.html')).toBe(text);
    expect(deeds(await world.pull())).toEqual(['index.html kept equal']);
  });

  it('are decoded, and compared so', async () => {
    world.guard.clock.advance(1000);
    const zipped = gzipSync(LIVE);
    world.guard.s3.raw.upload('index.html', zipped, { ...HTML, contentEncoding: 'gzip' });
    await world.guard.look('index.html');
    await world.pull();
    expect(await world.text('index.html')).toBe(LIVE);
    expect((await world.bases()).get('index.html')).toMatchObject({
      sha256: sha256(LIVE),
      headers: { contentEncoding: 'gzip' },
    });
    world.guard.clock.advance(1000);
    world.guard.s3.raw.upload('index.html', gzipSync(LIVE, { level: 1 }), { ...HTML, contentEncoding: 'gzip' });
    expect(deeds(await world.pull())).toEqual(['index.html recorded equal']);
  });

  it('that are not what their encoding says are left where they are', async () => {
    world.guard.upload('index.html', LIVE, { ...HTML, contentEncoding: 'gzip' });
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 0, text: expect.stringContaining('the bytes are not gzip') });
    expect(await readdir(world.folder)).toEqual(['.holdfast']);
  });

  it('of an asset that is named come as they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    world.guard.s3.raw.upload('img/dot.png', bytes, { contentType: 'image/png' });
    expect(deeds(await world.pull(['img/dot.png']))).toEqual(['img/dot.png wrote equal']);
    expect(Buffer.from(bytes).equals(await readFile(world.at('img', 'dot.png')))).toBe(true);
  });
});

describe('a later pull', () => {
  beforeEach(async () => {
    await world.upload('index.html', LIVE);
    await world.pull();
  });

  it('updates a file that did not change, and brings back one that was deleted', async () => {
    await world.upload('index.html', NEXT);
    expect(deeds(await world.pull())).toEqual(['index.html wrote equal']);
    expect(await world.text('index.html')).toBe(NEXT);
    await rm(world.at('index.html'));
    expect(deeds(await world.pull())).toEqual(['index.html wrote equal']);
    expect(await world.text('index.html')).toBe(NEXT);
  });

  it('never touches a file that changed: it is ahead, or diverged', async () => {
    await world.edit('index.html', MINE);
    expect(deeds(await world.pull())).toEqual(['index.html left ahead']);
    await world.upload('index.html', NEXT);
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 6, text: expect.stringContaining('DIVERGED') });
    expect(deeds(ran)).toEqual(['index.html left diverged']);
    expect(await world.text('index.html')).toBe(MINE);
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(LIVE) });
  });

  it('takes the live version with --force once that was agreed to, and keeps the local one', async () => {
    await world.edit('index.html', MINE);
    expect(await world.pull([], { force: true }, 'no')).toMatchObject({ exitCode: 1 });
    expect(await world.text('index.html')).toBe(MINE);
    const ran = await world.pull([], { force: true });
    expect(ran.shown[0]).toContain('index.html');
    expect(await world.text('index.html')).toBe(LIVE);
    const { files } = told(ran);
    expect(await readFile(files[0]?.copy ?? '', 'utf8')).toBe(MINE);
  });

  it('says that a page is gone from production, keeps the file, and forgets its base', async () => {
    world.guard.remove('index.html');
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 0, text: expect.stringContaining('Production has it no more.') });
    expect(await world.text('index.html')).toBe(LIVE);
    expect(await world.bases()).toEqual(new Map());
  });

  it('repairs what a crash left between a file and its base', async () => {
    await world.upload('index.html', NEXT);
    await world.edit('index.html', NEXT);
    expect(deeds(await world.pull())).toEqual(['index.html recorded equal']);
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(NEXT) });
    await rm(world.at('.holdfast'), { recursive: true });
    expect(deeds(await world.pull())).toEqual(['index.html recorded equal']);
  });

  it('may run twice at once', async () => {
    for (let n = 0; n < 20; n += 1) world.guard.upload(`p${n}.html`, pageWith(`T${n}`));
    const [one, two] = await Promise.all([world.pull(), world.pull()]);
    expect([one, two]).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
    expect((await world.bases()).size).toBe(21);
    expect(await world.text('p7.html')).toBe(pageWith('T7'));
  });

  it('says what to do with a damaged base file, and writes nothing', async () => {
    await world.upload('index.html', NEXT);
    await writeFile(world.at('.holdfast', 'base.demo.json'), '{');
    expect(await world.pull()).toMatchObject({ exitCode: 2, text: expect.stringContaining('base.demo.json') });
    expect(await world.text('index.html')).toBe(LIVE);
  });
});

describe('a file whose base nobody recorded', () => {
  it('is taken for an edit of the live version, where nothing speaks for an older one', async () => {
    await world.upload('index.html', LIVE);
    await world.edit('index.html', MINE);
    const ran = await world.pull();
    expect(deeds(ran)).toEqual(['index.html left ahead']);
    expect(ran.text).toContain('assumed is the live version');
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(LIVE), assumed: true });
    expect(await world.text('index.html')).toBe(MINE);
  });

  it('is taken for an edit of the accepted version that it is nearest to', async () => {
    const say = (...words: string[]) =>
      OLD.replace('</body>', `${words.map((word) => `<p>${word}</p>\n`).join('')}</body>`);
    const first = await world.upload('index.html', say('boats for rent', 'every day'));
    await world.upload('index.html', say('boats for rent', 'every day', 'new: sail at night', 'with a crew of two'));
    await world.upload('index.html', say('yachts for rent', 'all year', 'new: sail at night', 'with a crew of two'));
    const mine = say('boats for rent', 'every day', 'a line of my own');
    await world.edit('index.html', mine);
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 6, text: expect.stringContaining('to which it is nearest') });
    expect((await world.bases()).get('index.html')).toMatchObject({ versionId: first.versionId, assumed: true });
    expect(await world.text('index.html')).toBe(mine);
  });

  it('is no page, and is compared with former versions alone', async () => {
    world.guard.s3.raw.upload('a.css', 'p {}', { contentType: 'text/css' });
    world.guard.s3.raw.upload('a.css', 'p { color: red }', { contentType: 'text/css' });
    await world.edit('a.css', 'p { color: blue }');
    expect(deeds(await world.pull(['a.css']))).toEqual(['a.css left ahead']);
    await rm(world.at('.holdfast'), { recursive: true });
    await world.edit('a.css', 'p {}');
    expect(deeds(await world.pull(['a.css']))).toEqual(['a.css replaced equal']);
    expect(await world.text('a.css')).toBe('p { color: red }');
  });

  it('is updated where it is a former version without a change, and kept', async () => {
    await world.upload('index.html', OLD);
    await world.upload('index.html', LIVE);
    await world.edit('index.html', OLD);
    const ran = await world.pull();
    expect(deeds(ran)).toEqual(['index.html replaced equal']);
    expect(await world.text('index.html')).toBe(LIVE);
    const { files } = told(ran);
    expect(await readFile(files[0]?.copy ?? '', 'utf8')).toBe(OLD);
  });

  it('is the work of somebody where the guard rejected that version', async () => {
    await world.upload('index.html', LIVE);
    await world.upload('index.html', OLD);
    for (let look = 0; look < 3; look += 1) await world.guard.look('index.html');
    expect(world.guard.served('index.html')).toBe(LIVE);
    await world.edit('index.html', OLD);
    await world.pull();
    expect(await world.text('index.html')).toBe(OLD);
  });
});

describe('hostile keys', () => {
  it('are skipped, with the reason, and nothing is written outside', async () => {
    const keys = [
      '../out.html',
      'a//b.html',
      '.git/hooks/x.html',
      '.holdfast/base.demo.html',
      'a\\b.html',
      'b/../../c.html',
      '.GIT/x.html',
    ];
    for (const key of keys) world.guard.upload(key, LIVE);
    world.guard.upload('good.html', LIVE);
    const ran = await world.pull();
    expect(deeds(ran)).toEqual(['good.html wrote equal']);
    const { skipped } = told(ran);
    expect(skipped.map(({ path }) => path).toSorted()).toEqual(keys.toSorted());
    expect((await readdir(world.folder)).toSorted()).toEqual(['.holdfast', 'good.html']);
    expect(ran.text).toContain('../out.html: it has a "." or ".." between slashes');
  });

  it('that need a folder where a file is are skipped', async () => {
    world.guard.upload('a.html', LIVE);
    world.guard.upload('a.html/b.html', LIVE);
    const ran = await world.pull();
    expect(deeds(ran)).toEqual(['a.html/b.html wrote equal']);
    expect(ran.text).toContain('a.html: others need a folder of that name');
  });

  it('do not go through a link, neither of a file nor of a folder', async () => {
    await mkdir(world.at('outside'));
    await mkdir(world.at('site'));
    await writeFile(world.at('outside', 'page.html'), 'theirs');
    await symlink(world.at('outside'), world.at('site', 'linked'));
    await symlink(world.at('outside', 'page.html'), world.at('site', 'page.html'));
    for (const key of ['linked/page.html', 'linked/other.html', 'page.html', 'good.html'])
      world.guard.upload(key, LIVE);
    const ran = await world.pull([], { to: 'site' });
    expect(ran.exitCode).toBe(1);
    expect(deeds(ran).toSorted()).toEqual([
      'good.html wrote equal',
      'linked/other.html failed missing',
      'linked/page.html failed missing',
      'page.html failed missing',
    ]);
    expect(await readdir(world.at('outside'))).toEqual(['page.html']);
    expect(await world.text('outside/page.html')).toBe('theirs');
  });

  it('leave a read-only file alone, and the others are pulled', async () => {
    await world.upload('index.html', LIVE);
    await world.upload('other.html', LIVE);
    await world.pull();
    await chmod(world.at('index.html'), 0o444);
    await world.upload('index.html', NEXT);
    await world.upload('other.html', NEXT);
    const ran = await world.pull();
    expect(ran).toMatchObject({ exitCode: 1, text: expect.stringContaining('you may not') });
    expect([await world.text('index.html'), await world.text('other.html')]).toEqual([LIVE, NEXT]);
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(LIVE) });
  });
});

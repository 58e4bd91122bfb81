import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebased } from '../../src/lib/deploy/pulled-live.ts';
import { workspaceFolder } from '../../src/lib/aws/workspace-folder.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { HTML } from '../world.ts';
import { NOW, type Ran } from './run.ts';
import { pullWorld, told } from './pull-world.ts';

const page = (...lines: string[]) => `<!doctype html>\n<html><body>\n${lines.join('\n')}\n</body></html>\n`;
const LIVE = page('<h1>Sail</h1>', '<p>one</p>', '<p>two</p>', '<p>three</p>', '<p>four</p>', '<p>five</p>');
const MINE = LIVE.replace('one', 'one, mine');
const NEXT = LIVE.replace('five', 'five, theirs');

let world: Awaited<ReturnType<typeof pullWorld>>;

beforeEach(async () => {
  world = await pullWorld();
});

afterEach(() => world.end());

const states = (ran: Ran) => told(ran).files.map(({ path, state }) => `${path} ${state}`);

async function pulled(): Promise<void> {
  await world.upload('index.html', LIVE);
  await world.pull();
}

/** Both sides change; gives what diff says. */
async function diverged() {
  await pulled();
  await world.edit('index.html', MINE);
  await world.upload('index.html', NEXT);
  return world.diff();
}

/** Runs the command that was shown, in the folder. */
const shell = (command: string) => promisify(execFile)('sh', ['-c', command], { cwd: world.folder });

describe('diff', () => {
  it('needs a pull first', async () => {
    expect(await world.diff()).toMatchObject({ exitCode: 2, text: expect.stringContaining('npx holdfast pull demo') });
  });

  it('says that all is equal', async () => {
    await pulled();
    const ran = await world.diff();
    expect(ran).toMatchObject({ exitCode: 0, text: expect.stringContaining('1 file: 1 equal.') });
    expect(await world.diff([], { exitCode: true })).toMatchObject({ exitCode: 0 });
  });

  it('names what is new in the command that comes next, for a deploy without files leaves it alone', async () => {
    await pulled();
    await world.edit("new/it's.html", MINE);
    expect(told(await world.diff()).next).toEqual([
      String.raw`Put it on staging, what is new by its name: npx holdfast deploy demo 'new/it'\''s.html'`,
    ]);
  });

  it('shows what is ahead, as lines of both sides', async () => {
    await pulled();
    await world.edit('index.html', MINE);
    const ran = await world.diff();
    expect(ran.exitCode).toBe(0);
    expect(ran.text).toContain('index.html: ahead');
    expect(ran.text).toContain('--- live  index.html\n+++ yours index.html\n@@ -1,7 +1,7 @@');
    expect(ran.text).toContain('-<p>one</p>\n+<p>one, mine</p>');
    expect(told(ran).next).toEqual(['Put it on staging: npx holdfast deploy demo']);
    expect(await world.diff([], { exitCode: true })).toMatchObject({ exitCode: 6 });
    const stat = await world.diff([], { stat: true });
    expect(stat.text).toMatch(/index\.html {2}ahead {2}\+1 {5}-1/);
    expect(stat.text).not.toContain('one, mine');
  });

  it('ends with 4 for what is behind', async () => {
    await pulled();
    await world.upload('index.html', NEXT);
    const ran = await world.diff();
    expect(ran).toMatchObject({ exitCode: 4, text: expect.stringContaining('BEHIND') });
    expect(told(ran).next).toEqual(['Take what is live: npx holdfast pull demo']);
  });

  it('tells what is new, missing, gone and never pulled', async () => {
    await pulled();
    await world.upload('gone.html', LIVE);
    await world.upload('missing.html', LIVE);
    await world.pull();
    await world.upload('unpulled.html', LIVE);
    world.guard.remove('gone.html');
    await rm(world.at('missing.html'));
    await world.edit('new.html', LIVE);
    await world.edit('releases/index.html.prod.20250114T102200Z', LIVE);
    const ran = await world.diff();
    expect(ran.exitCode).toBe(4);
    expect(states(ran).toSorted()).toEqual([
      'gone.html gone',
      'index.html equal',
      'missing.html missing',
      'new.html new',
    ]);
    expect(told(ran).notPulled).toEqual(['unpulled.html']);
    expect(await world.diff(['new.html'])).toMatchObject({ exitCode: 0 });
    expect(await world.diff(['new.html'], { exitCode: true })).toMatchObject({ exitCode: 6 });
  });

  it('shows 50 lines of a file, all with --all, and all in JSON', async () => {
    const many = (word: string) => page(...Array.from({ length: 80 }, (_, n) => `<p>${word} ${n}</p>`));
    await world.upload('index.html', many('live'));
    await world.pull();
    await world.edit('index.html', many('mine'));
    const lines = (text: string) => text.split('\n').filter((line) => /^[-+]<p>/.test(line)).length;
    const some = await world.diff();
    expect(lines(some.text)).toBeLessThanOrEqual(50);
    expect(some.text).toContain('all of it: --all');
    expect(lines((await world.diff([], { all: true })).text)).toBe(160);
    const [file] = told(await world.diff([], { json: true })).files;
    expect(file?.diff).toMatchObject({ cut: false, new: 80, gone: 80 });
  });

  it.each([
    ['line ends', LIVE.replaceAll('\n', '\r\n'), 'only line ends differ'],
    ['bytes that are no text', 'a\0b', 'it is not text'],
  ])('shows no lines where the difference is %s', async (_what, mine, says) => {
    await pulled();
    await world.edit('index.html', mine);
    const ran = await world.diff();
    expect(states(ran)).toEqual(['index.html ahead']);
    expect(ran.text).toContain(says);
  });

  it('spells out what a page hides', async () => {
    await pulled();
    await world.edit('index.html', LIVE.replace('one', '\u202E\u001B[31mone'));
    const { text } = await world.diff();
    expect(text).toContain(String.raw`+<p>\u{202e}\u{1b}[31mone</p>`);
  });

  it('compares under the encoding that is stored', async () => {
    const { gzipSync } = await import('node:zlib');
    world.guard.s3.raw.upload('index.html', gzipSync(LIVE), { ...HTML, contentEncoding: 'gzip' });
    await world.pull();
    await world.edit('index.html', MINE);
    expect((await world.diff()).text).toContain('+<p>one, mine</p>');
  });

  it('shows no lines where production cannot be read', async () => {
    await pulled();
    world.guard.upload('index.html', NEXT, { ...HTML, contentEncoding: 'br' });
    const ran = await world.diff();
    expect(ran).toMatchObject({ exitCode: 4, text: expect.stringContaining('the bytes are not br') });
    expect(await world.text('index.html')).toBe(LIVE);
  });

  it('refuses a name that is nowhere, or outside', async () => {
    await pulled();
    for (const name of ['indx.html', '../index.html', '/etc/passwd']) {
      expect(await world.diff([name])).toMatchObject({ exitCode: 2 });
    }
  });
});

describe('merging', () => {
  it('keeps both other sides, and the command that is shown merges; then the file is ahead', async () => {
    const ran = await diverged();
    expect(ran).toMatchObject({ exitCode: 4, text: expect.stringContaining('DIVERGED') });
    const [steps] = told(ran).merges;
    expect(await readFile(steps?.files.base ?? '', 'utf8')).toBe(LIVE);
    expect(await readFile(steps?.files.live ?? '', 'utf8')).toBe(NEXT);
    expect(ran.text).toContain(`merge:  ${steps?.merge}`);
    expect(steps?.after).toBe('npx holdfast pull demo index.html --merged');
    await shell(steps?.merge ?? '');
    expect(await world.text('index.html')).toBe(MINE.replace('five', 'five, theirs'));
    await world.diff();
    const merged = await world.pull(['index.html'], { merged: true });
    expect(merged).toMatchObject({ exitCode: 0, value: { files: [{ state: 'ahead' }] } });
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(NEXT) });
    const after = await world.diff();
    expect(states(after)).toEqual(['index.html ahead']);
    expect(after.exitCode).toBe(0);
  });

  it('quotes paths for the shell, from the folder one is in', async () => {
    const name = "it's $(here)/-a b.html";
    await world.upload(name, LIVE);
    await world.pull();
    await world.edit(name, MINE);
    await world.upload(name, NEXT);
    await mkdir(world.at('sub'));
    world.goTo('sub');
    const [steps] = told(await world.diff()).merges;
    await promisify(execFile)('sh', ['-c', steps?.merge ?? ''], { cwd: world.at('sub') });
    expect(await world.text(name)).toBe(MINE.replace('five', 'five, theirs'));
  });

  it('takes a name that begins like an option for a file', async () => {
    await world.upload('--quiet.html', LIVE);
    await world.pull();
    await world.edit('--quiet.html', MINE);
    await world.upload('--quiet.html', NEXT);
    const [steps] = told(await world.diff()).merges;
    await promisify(execFile)('sh', ['-c', steps?.merge ?? ''], { cwd: world.at('.') });
    expect(await world.text('--quiet.html')).toBe(MINE.replace('five', 'five, theirs'));
    expect(steps?.after).toBe('npx holdfast pull demo ./--quiet.html --merged');
    expect(await world.pull(['./--quiet.html'], { merged: true })).toMatchObject({ exitCode: 0 });
  });

  it('does not count before it was done', async () => {
    await diverged();
    const ran = await world.pull(['index.html'], { merged: true });
    expect(ran).toMatchObject({ exitCode: 3, text: expect.stringContaining('was not merged') });
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(LIVE) });
  });

  it('does not count with conflict markers left', async () => {
    await pulled();
    await world.edit('index.html', MINE);
    await world.upload('index.html', LIVE.replace('one', 'one, theirs'));
    const [steps] = told(await world.diff()).merges;
    await expect(shell(steps?.merge ?? '')).rejects.toMatchObject({ code: 1 });
    const ran = await world.pull(['index.html'], { merged: true });
    expect(ran).toMatchObject({ exitCode: 3, text: expect.stringContaining('conflict markers') });
  });

  it('does not count when production moved on since', async () => {
    const [steps] = told(await diverged()).merges;
    await shell(steps?.merge ?? '');
    await world.upload('index.html', NEXT.replace('two', 'two, again'));
    const ran = await world.pull(['index.html'], { merged: true });
    expect(ran).toMatchObject({ exitCode: 4, text: expect.stringContaining('npx holdfast diff demo') });
  });

  it('is refused where there is nothing to merge, or nothing was kept', async () => {
    await pulled();
    await world.edit('index.html', MINE);
    expect(await world.pull(['index.html'], { merged: true })).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('needs no merge'),
    });
    await world.upload('index.html', NEXT);
    expect(await world.pull(['index.html'], { merged: true })).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('Nothing was kept'),
    });
    expect(await world.pull([], { merged: true })).toMatchObject({ exitCode: 2 });
  });

  it('counts by hand as well, also when the conflict was decided against production', async () => {
    await diverged();
    await world.edit('index.html', MINE.replace('two', 'two, too'));
    await world.diff();
    expect(await world.pull(['index.html'], { merged: true })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['from S3 by its version', () => undefined],
    ['from the snapshot store', () => world.guard.s3.raw.removePermanently('index.html', 'v1')],
  ])('finds the base %s where no copy was kept', async (_where, before) => {
    await diverged();
    await rm(world.at('.holdfast', 'base', 'demo'), { recursive: true });
    before();
    const [steps] = told(await world.diff()).merges;
    expect(await readFile(steps?.files.base ?? '', 'utf8')).toBe(LIVE);
  });

  it('says so where nobody has the base any more', async () => {
    world.guard.upload('index.html', LIVE);
    await world.pull();
    await world.edit('index.html', MINE);
    world.guard.upload('index.html', NEXT);
    await rm(world.at('.holdfast', 'base', 'demo'), { recursive: true });
    world.guard.s3.raw.removePermanently('index.html', 'v1');
    const ran = await world.diff();
    const [steps] = told(ran).merges;
    expect(steps).not.toHaveProperty('merge');
    expect(ran.text).toContain('Nobody has the version any more');
  });
});

describe('after a promote', () => {
  const options = { limits: DEFAULT_LIMITS, now: NOW };

  it('moves the base of a file that is what was promoted, and of no other', async () => {
    await pulled();
    await world.edit('index.html', MINE);
    await world.upload('index.html', MINE);
    const workspace = await workspaceFolder(world.folder, 'demo');
    const { versionId } = (await world.guard.s3.bucket.head('index.html'))!;
    const version = (await world.guard.s3.bucket.get('index.html', versionId, DEFAULT_LIMITS.bytes))!;
    await world.edit('index.html', NEXT);
    expect(await rebased(workspace, 'index.html', version, options)).toBeUndefined();
    await world.edit('index.html', MINE);
    const base = await rebased(workspace, 'index.html', version, options);
    await workspace.record(new Map([['index.html', base]]));
    expect((await world.bases()).get('index.html')).toMatchObject({ sha256: sha256(MINE), versionId });
    expect(states(await world.diff())).toEqual(['index.html equal']);
  });
});

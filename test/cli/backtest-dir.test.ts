import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { pageWith } from '../world.ts';
import { writeFiles } from './backtest-repository.ts';
import { emptyWorld } from './fake-operator.ts';
import { demoSite, run, type Ran } from './run.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const LOST = pageWith('HERO');
const SITES = [demoSite('    policy: { severity: { base.stale: ignore } }\n')];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-dir-'));
});

afterEach(() => rm(folder, { recursive: true }));

const backtest = (options: Record<string, unknown> = {}, more: { sites?: typeof SITES; args?: string[] } = {}) =>
  run(emptyWorld(), more.sites ?? SITES, 'backtest', { args: more.args ?? [], options: { dir: folder, ...options } });

/** Page, number, version, verdict and codes of each line. */
function linesOf({ lines = [], text, exitCode }: Ran): string[] {
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
  return lines.map((line) => {
    const { page, number, version, verdict, findings } = JSON.parse(JSON.stringify(line));
    return [page, number, version, verdict, ...findings.map(({ code }: { code: string }) => code)].join(' ');
  });
}

describe('backtest --dir', () => {
  it('judges the last version of each subfolder against those before it', async () => {
    await writeFiles(folder, {
      'home/1.html': LOST,
      'home/2.html': GOOD,
      'home/10.html': LOST,
      'about/1.html': GOOD,
      'about/2.html': LOST,
      'about/3.html': LOST,
      'new/a.html': LOST,
    });
    const ran = await backtest();
    expect(linesOf(ran)).toEqual([
      'about 3 3.html unchanged',
      'home 3 10.html rollback token.lost',
      'new 1 a.html accepted',
    ]);
    expect(ran.lines).toMatchObject([{ ancestor: '2.html' }, { ancestor: '2.html' }, { ancestor: null }]);
    expect(ran.text).toContain(
      '3 versions of 3 pages: 1 accepted, 1 unchanged, 0 alerted, 1 rolled back, 0 undecided.',
    );
  });

  it('tells when each file was written', async () => {
    await writeFiles(folder, { 'home/1.html': GOOD });
    await utimes(path.join(folder, 'home', '1.html'), 1_700_000_000, 1_700_000_000);
    expect((await backtest()).lines).toMatchObject([{ at: '2023-11-14T22:13:20.000Z' }]);
  });

  it('judges as the kind of page that the names say, else as HTML', async () => {
    const commented = '/* feature: HERO */';
    const site = [demoSite("    pages: ['**']\n    tokens: [{ comment: feature }, { attribute: data-feature }]\n")];
    await writeFiles(folder, {
      'app.js/1': commented,
      'app.js/2': '1',
      'style/1.css': commented,
      'style/2.css': 'a{}',
      'plain/1': GOOD,
      'plain/2': LOST,
    });
    expect(linesOf(await backtest({ severity: ['base.stale=ignore'] }, { sites: site }))).toEqual([
      'app.js 2 2 rollback token.lost',
      'plain 2 2 rollback token.lost',
      'style 2 2.css rollback token.lost',
    ]);
  });

  it('leaves hidden files out, follows links, and names empty subfolders', async () => {
    await writeFiles(folder, {
      'home/1.html': GOOD,
      'home/.DS_Store': 'x',
      '.git/1.html': GOOD,
      'home/below/9.html': GOOD,
    });
    await mkdir(path.join(folder, 'empty\u001B[31m'));
    await symlink(path.join(folder, 'home', '1.html'), path.join(folder, 'home', '2.html'));
    await symlink('nowhere.html', path.join(folder, 'home', '3.html'));
    await symlink('loop', path.join(folder, 'loop'));
    const ran = await backtest();
    expect(linesOf(ran)).toEqual(['home 2 2.html unchanged']);
    expect(ran.text).toContain('No files are in empty\\u{1b}[31m.');
  });

  it('says what is expected of a folder that holds none of it', async () => {
    const expected = { exitCode: 2, text: expect.stringContaining('Each subfolder is one page') };
    expect(await backtest()).toMatchObject(expected);
    await writeFiles(folder, { '1.html': GOOD, '2.html': LOST });
    const files = await backtest();
    expect(files).toMatchObject(expected);
    expect(files.text).toContain('has files but no subfolders');
  });

  it('ends with 2 for a folder that is not there, and with 1 for what cannot be read', async () => {
    const nope = path.join(folder, 'nope');
    expect(await backtest({ dir: nope })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining(`There is no folder ${nope}.`),
    });
    await writeFile(path.join(folder, 'file'), '');
    expect(await backtest({ dir: path.join(folder, 'file') })).toMatchObject({
      exitCode: 1,
      value: { error: { code: 'FOLDER.FAILED' } },
      text: expect.stringContaining('ENOTDIR'),
    });
  });
});

describe('the policy of a backtest', () => {
  beforeEach(() => writeFiles(folder, { 'home/1.html': GOOD, 'home/2.html': LOST }));

  const missing = () => Promise.reject(new HoldfastError('CONFIG.MISSING', 'There is no holdfast.yml here.'));

  it('is that of the only site, or of the one that is named', async () => {
    const other = { ...demoSite('    policy: { severity: { token.lost: ignore } }\n'), name: 'other' };
    expect((await backtest()).text).toContain('judged by the site demo of holdfast.yml, as if it enforced.');
    const both = { sites: [...SITES, other] };
    expect(await backtest({}, both)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('--site: demo, other'),
    });
    expect(linesOf(await backtest({ site: 'other', severity: ['base.stale=ignore'] }, both))).toEqual([
      'home 2 2.html accepted',
    ]);
    expect(await backtest({ site: 'othre' }, both)).toMatchObject({ exitCode: 2 });
  });

  it('is the default where nothing is configured, unless a configuration was named', async () => {
    const without = (options: object) =>
      run(emptyWorld(), [], 'backtest', { options: { dir: folder, ...options }, configured: missing });
    const ran = await without({ severity: ['base.stale=ignore'] });
    expect(linesOf(ran)).toEqual(['home 2 2.html rollback token.lost']);
    expect(ran.text).toContain('judged by the defaults (there is no holdfast.yml)');
    expect(await without({ config: 'nope.yml' })).toMatchObject({ exitCode: 2 });
    expect(await without({ site: 'demo' })).toMatchObject({ exitCode: 2 });
  });

  it.each([
    ['token.lost=alert', 'alert token.lost'],
    ['token.lost=ignore', 'accepted'],
    ['token.lost=ignore, token.lost=rollback', 'rollback token.lost'],
  ])('may be another: --severity %s', async (severity, verdict) => {
    expect(linesOf(await backtest({ severity: [severity, 'base.stale=ignore'] }))).toEqual([
      `home 2 2.html ${verdict}`,
    ]);
  });

  it.each([
    ['token.lsot=alert', 'Did you mean token.lost?'],
    ['nothing', 'Findings are page.deleted'],
    ['token.lost', 'is not token.lost=rollback'],
    ['token.lost=none', 'is not token.lost=rollback'],
    ['token.lost=alert=alert', 'is not token.lost=rollback'],
    ['page.unreadable=rollback', 'page.unreadable is always an alert'],
    ['\u001B[31m=alert', '\\u{1b}[31m'],
  ])('is no other for --severity %s', async (severity, text) => {
    expect(await backtest({ severity: [severity] })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining(text),
    });
  });
});

describe('the picture of a backtest', () => {
  beforeEach(() => writeFiles(folder, { 'home/1.html': GOOD, 'home/2.html': LOST }));

  it.each(['svg', 'html'])('is drawn into a new file: .%s', async (form) => {
    const file = path.join(folder, `picture.${form}`);
    const ran = await backtest({ picture: file });
    expect(ran).toMatchObject({ exitCode: 0, text: expect.stringContaining(`The picture is in ${file}.`) });
    const drawn = await readFile(file, 'utf8');
    expect(drawn).toContain('1 version: 0 accepted, 0 unchanged, 0 alerted, 1 rolled back, 0 undecided; 1 before');
    expect(drawn.startsWith(form === 'svg' ? '<svg' : '<!doctype html>')).toBe(true);
  });

  it('is not drawn over another file, unless that is asked for', async () => {
    const file = path.join(folder, 'picture.svg');
    await writeFile(file, 'mine');
    expect(await backtest({ picture: file })).toMatchObject({ exitCode: 2, text: expect.stringContaining('--force') });
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await backtest({ picture: file, force: true })).toMatchObject({ exitCode: 0 });
    expect(await readFile(file, 'utf8')).toContain('<svg');
  });

  it.skipIf(process.getuid?.() === 0)('is refused before the replay where it could not be written', async () => {
    const locked = path.join(folder, 'locked');
    await mkdir(locked, { mode: 0o555 });
    const nowhere = { dir: path.join(folder, 'none'), picture: path.join(locked, 'p.svg') };
    expect(await backtest(nowhere)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('p.svg cannot be written: you may not.'),
    });
  });

  it('needs a folder that is there, and an ending that says what it is', async () => {
    // The folder of versions is not there either: the picture's is found missing before that one is read.
    const missing = { dir: path.join(folder, 'none'), picture: path.join(folder, 'nope', 'p.svg') };
    expect(await backtest(missing)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining(`There is no folder ${path.join(folder, 'nope')} for the picture.`),
    });
    await mkdir(path.join(folder, 'drawn.svg'));
    expect(await backtest({ picture: path.join(folder, 'drawn.svg'), force: true })).toMatchObject({ exitCode: 2 });
    expect(await backtest({ picture: 'picture.png' })).toMatchObject({ exitCode: 2 });
  });
});

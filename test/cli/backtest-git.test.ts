import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageWith } from '../world.ts';
import { testRepository, type TestRepository } from './backtest-repository.ts';
import { emptyWorld } from './fake-operator.ts';
import { demoSite, run, type Ran } from './run.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const LOST = pageWith('HERO');
const SITES = [demoSite('    policy: { severity: { base.stale: ignore } }\n')];

let repository: TestRepository;

beforeEach(async () => {
  repository = await testRepository();
});

afterEach(() => rm(repository.folder, { recursive: true }));

const backtest = (paths: string[], options: Record<string, unknown> = {}, sites = SITES): Promise<Ran> =>
  run(emptyWorld(), sites, 'backtest', { args: paths, options: { git: repository.folder, ...options } });

/** Page, verdict and codes of each line. */
function linesOf({ lines = [], text, exitCode }: Ran): string[] {
  expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
  return lines.map((line) => {
    const { page, verdict, findings } = JSON.parse(JSON.stringify(line));
    return [page, verdict, ...findings.map(({ code }: { code: string }) => code)].join(' ');
  });
}

describe('backtest --git', () => {
  it('replays the history of a file, and names commits', async () => {
    const commits = [
      await repository.commit('index.html', GOOD),
      await repository.commit('index.html', LOST),
      await repository.commit('other.txt', 'x'),
      await repository.commit('index.html', `${LOST}<p>more</p>`),
    ];
    const ran = await backtest(['index.html']);
    expect(linesOf(ran)).toEqual(['index.html accepted', 'index.html rollback token.lost', 'index.html accepted']);
    expect(ran.lines).toMatchObject([
      { version: commits[0], number: 1, at: '2026-01-01T12:01:00.000Z', ancestor: null },
      { version: commits[1], number: 2, at: '2026-01-01T12:02:00.000Z', ancestor: commits[0] },
      { version: commits[3], number: 3, at: '2026-01-01T12:04:00.000Z', ancestor: commits[1] },
    ]);
    expect(ran.text).toContain(`index.html  2  ${commits[1]?.slice(0, 12)}  2026-01-01T12:02:00Z  rolled back`);
    expect(ran.text).toContain('    token.lost: The upload lost the feature CHECKOUT.');
    expect(ran.text).toContain('3 versions of 1 page: 2 accepted, 0 unchanged, 0 alerted, 1 rolled back, 0 undecided.');
    expect(ran.text).not.toContain(`  1  ${commits[0]?.slice(0, 12)}`);
    expect((await backtest(['index.html'], { all: true })).text).toContain(`  1  ${commits[0]?.slice(0, 12)}`);
  });

  it('names the version that a stale one was edited from', async () => {
    const lines = Array.from({ length: 40 }, (_, line) => `<p>Line ${line} of a page about boats.</p>`);
    const edited = (count: number) => lines.map((line, at) => (at < count ? `${line}<b>${at}</b>` : line)).join('\n');
    const commits: string[] = [];
    for (const count of [1, 3, 5, 7, 9]) commits.push(await repository.commit('index.html', edited(count)));
    await repository.commit('index.html', `${edited(3)}\n<p>And a line of its own.</p>`);
    const ran = await backtest(['index.html'], {}, [demoSite()]);
    expect(ran.lines?.at(-1)).toMatchObject({
      verdict: 'rollback',
      ancestor: commits[1],
      findings: [{ code: 'base.stale', severity: 'rollback', undoes: 3 }],
    });
    const alerted = await backtest(['index.html'], { severity: ['base.stale=alert'] }, [demoSite()]);
    expect(alerted.lines?.at(-1)).toMatchObject({ verdict: 'alert', ancestor: commits[1] });
    const ignored = await backtest(['index.html'], { severity: ['token.lost=alert,base.stale=ignore'] }, [demoSite()]);
    expect(ignored.lines?.at(-1)).toMatchObject({ verdict: 'accepted', ancestor: commits[4], findings: [] });
  });

  it('follows first parents: of a merge what it changed on the main line', async () => {
    await repository.commit('index.html', GOOD);
    await repository.git('checkout', '--quiet', '-b', 'side');
    await repository.commit('index.html', pageWith('CHECKOUT'));
    await repository.commit('index.html', pageWith('HERO', 'CHECKOUT', 'SIDE'));
    await repository.git('checkout', '--quiet', 'main');
    await repository.commit('other.txt', 'x');
    await repository.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side');
    const ran = await backtest(['index.html']);
    expect(linesOf(ran)).toEqual(['index.html accepted', 'index.html accepted']);
    expect(ran.lines?.at(-1)).toMatchObject({ version: await repository.git('rev-parse', 'HEAD') });
  });

  it('replays what the pages of the site name below a folder, or a glob in their place', async () => {
    await repository.commit('public/index.html', GOOD);
    await repository.commit('public/a/b.html', GOOD);
    await repository.commit('public/a/b.css', 'a{}');
    await repository.commit('index.html', GOOD);
    const pages = [demoSite("    pages: ['*.html', 'a/*']\n")];
    expect(linesOf(await backtest(['public'], {}, pages))).toEqual([
      'public/a/b.css accepted',
      'public/a/b.html accepted',
      'public/index.html accepted',
    ]);
    expect(linesOf(await backtest(['public/*.html']))).toEqual(['public/index.html accepted']);
    expect(linesOf(await backtest(['public/**/b.*']))).toEqual(['public/a/b.css accepted', 'public/a/b.html accepted']);
    expect(linesOf(await backtest(['.']))).toHaveLength(3);
    expect(linesOf(await backtest(['index.html', 'public/a/b.css', 'index.html']))).toHaveLength(2);
  });

  it('takes paths from the folder that is named, in a bare repository from its root', async () => {
    await repository.commit('public/index.html', GOOD);
    await repository.git('clone', '--quiet', '--bare', '.', 'bare.git');
    const from = (folder: string, file: string) => backtest([file], { git: path.join(repository.folder, folder) });
    for (const ran of [
      from('public', 'index.html'),
      from('public', '../public/index.html'),
      from('.git', 'public/index.html'),
      from('bare.git', 'public/index.html'),
      from('bare.git', 'public/'),
    ]) {
      expect(linesOf(await ran)).toEqual(['public/index.html accepted']);
    }
    expect(await from('public', '../../x.html')).toMatchObject({ exitCode: 2 });
    expect(await from('public', '/index.html')).toMatchObject({ exitCode: 2 });
  });

  it('sees a rename as a deletion and a new page, a link as no file, and what comes back as a first version', async () => {
    await repository.commit('index.html', GOOD);
    await repository.git('mv', 'index.html', 'home.html');
    await repository.commit('x', 'x');
    await symlink('home.html', path.join(repository.folder, 'index.html'));
    await repository.commit('y', 'y');
    await rm(path.join(repository.folder, 'index.html'));
    await repository.commit('index.html', LOST);
    expect(linesOf(await backtest(['.']))).toEqual([
      'home.html accepted',
      'index.html accepted',
      'index.html rollback page.deleted',
      'index.html accepted',
    ]);
  });

  it.each([
    '-x.html',
    '--output=x.html',
    'a b.html',
    '"quoted".html',
    "it's $(touch pwned) `x`.html",
    'line\nbreak.html',
    ':(top)index.html',
    ':1.html',
    '[a]*.html',
    'größe/\u001B[31mred.html',
    '\u0001tab\tname.html',
  ])('takes the name %j as it is', async (name) => {
    await repository.commit(name, GOOD);
    await repository.commit(name, LOST);
    await repository.commit('-other/index.html', GOOD);
    const all = [`${name} accepted`, `${name} rollback token.lost`];
    expect(linesOf(await backtest([name]))).toEqual(all);
    const ran = await backtest(['.']);
    expect(linesOf(ran)).toEqual(expect.arrayContaining(all));
    expect(ran.text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect((await backtest(['.'])).lines).toHaveLength(3);
  });

  it('reads the same whatever the repository’s own settings say', async () => {
    await repository.commit('public/index.html', GOOD);
    await repository.git('mv', 'public/index.html', 'public/home.html');
    await repository.commit('x', 'x');
    await repository.git('checkout', '--quiet', '-b', 'side');
    await repository.commit('public/home.html', LOST);
    await repository.git('checkout', '--quiet', 'main');
    await repository.commit('y', 'y');
    await repository.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side');
    const plain = linesOf(await backtest(['home.html'], { git: path.join(repository.folder, 'public') }));
    expect(plain).toEqual(['public/home.html accepted', 'public/home.html rollback token.lost']);
    const settings = {
      'log.follow': 'true',
      'log.showRoot': 'false',
      'log.diffMerges': 'combined',
      'log.showSignature': 'true',
      'diff.relative': 'true',
      'diff.renames': 'copies',
      'diff.external': 'touch pwned',
      'color.ui': 'always',
      'core.pager': 'touch pwned',
      'core.fsmonitor': 'touch pwned',
      'i18n.logOutputEncoding': 'UTF-16',
      'format.pretty': 'full',
    };
    for (const [name, value] of Object.entries(settings)) await repository.git('config', name, value);
    expect(linesOf(await backtest(['home.html'], { git: path.join(repository.folder, 'public') }))).toEqual(plain);
    expect(await readdir(repository.folder)).not.toContain('pwned');
    expect(await readdir(path.join(repository.folder, 'public'))).not.toContain('pwned');
  });

  it('reads the newest versions alone where it is asked to, and says when the clone has not all', async () => {
    for (const text of [GOOD, LOST, `${LOST}<p>x</p>`, pageWith('NEW')]) await repository.commit('index.html', text);
    expect(linesOf(await backtest(['index.html'], { last: '2' }))).toEqual([
      'index.html accepted',
      'index.html rollback token.lost',
    ]);
    expect((await backtest(['.'])).text).not.toContain('shallow');
    await repository.git('clone', '--quiet', '--depth', '2', `file://${repository.folder}`, 'shallow');
    const shallow = await backtest(['.'], { git: path.join(repository.folder, 'shallow') });
    expect(shallow.lines).toHaveLength(2);
    expect(shallow.text).toContain('The clone is shallow');
  });

  it('leaves what is too large to be read to a person', async () => {
    await repository.commit('index.html', GOOD);
    await repository.commit('index.html', 'x'.repeat(300_000));
    await repository.commit('index.html', LOST);
    const small = demoSite('    policy: { limits: { bytes: 2048 }, severity: { base.stale: ignore } }\n');
    expect(linesOf(await backtest(['index.html'], {}, [small]))).toEqual([
      'index.html accepted',
      'index.html undecided page.unreadable',
      'index.html rollback token.lost',
    ]);
  });

  it('fetches nothing: of a clone that has not every file it says so', async () => {
    await repository.commit('index.html', GOOD);
    await repository.commit('index.html', LOST);
    await repository.git('config', 'uploadpack.allowFilter', 'true');
    const words = ['clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${repository.folder}`, 'partial'];
    await repository.git(...words);
    const git = path.join(repository.folder, 'partial');
    expect(await backtest(['index.html'], { git })).toMatchObject({
      exitCode: 1,
      value: { error: { code: 'GIT.FAILED', hint: expect.stringContaining('without --filter') } },
    });
  });

  it('ends with 1 for what git cannot read, and says which folder it is and what to do', async () => {
    const failed = (text: string, hint: string) => ({
      exitCode: 1,
      text: expect.stringContaining(text),
      value: { error: { code: 'GIT.FAILED', hint: expect.stringContaining(hint) } },
    });
    const empty = await backtest(['index.html']);
    expect(empty).toMatchObject(failed(`The repository ${repository.folder} has no commits`, 'Commit the pages'));
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'holdfast-none-'));
    const none = await backtest(['index.html'], { git: elsewhere });
    expect(none).toMatchObject(failed(`${elsewhere} is not a git repository`, '--dir'));
    const file = path.join(repository.folder, 'file');
    await writeFile(file, '');
    expect(await backtest(['index.html'], { git: file })).toMatchObject(
      failed(`in ${file}: cannot change to`, 'git log'),
    );
    await rm(elsewhere, { recursive: true });
  });

  it('ends with 2 for a repository or a path that is not there', async () => {
    const missing = path.join(repository.folder, '--nope');
    expect(await backtest(['index.html'], { git: missing })).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining(`There is no folder ${missing}.\n→ Name with --git`),
    });
    await repository.commit('index.html', GOOD);
    expect(await backtest(['nope.html'])).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('has no page that nope.html names'),
    });
  });
});

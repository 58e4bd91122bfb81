import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace, pathsOf } from '../../src/cli/workspace.ts';
import { clashes } from '../../src/lib/deploy/pulled-path.ts';

let parent: string;
let root: string;

beforeEach(async () => {
  parent = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-paths-')));
  root = path.join(parent, 'site');
  for (const name of ['site/index.html', 'site/about/index.html', 'site/about/a.css', 'site/.env', 'outside.html']) {
    await mkdir(path.dirname(path.join(parent, name)), { recursive: true });
    await writeFile(path.join(parent, name), 'x');
  }
});

afterEach(() => rm(parent, { recursive: true }));

const open = () => openWorkspace('demo', { cwd: parent, create: root });
const paths = async (cwd: string, ...args: string[]) => pathsOf(await open(), args, cwd);

describe('files that are named', () => {
  it('are paths of the working folder, from where one is, each once', async () => {
    const about = path.join(root, 'about');
    expect(await paths(about, 'index.html', '../index.html', './index.html')).toEqual([
      'about/index.html',
      'index.html',
    ]);
    expect(await paths(about, 'about/a.css')).toEqual(['about/a.css']);
    expect(await paths(parent, path.join(root, 'index.html'))).toEqual(['index.html']);
  });

  it('stand for all below, where they are folders', async () => {
    expect((await paths(root, 'about')).toSorted()).toEqual(['about/a.css', 'about/index.html']);
    expect((await paths(root, '.')).toSorted()).toEqual(['about/a.css', 'about/index.html', 'index.html']);
  });

  it.each([
    ['not there', 'none.html', 'There is no file none.html.'],
    ['outside', '../outside.html', 'is not in the working folder'],
    ['the folder outside', '..', 'is not in the working folder'],
    ['hidden', '.env', 'begins with a dot'],
    ['a link', 'link.html', 'is a link'],
    ['behind a link', 'linked/outside.html', 'is not in the working folder'],
    ['an empty folder', 'empty', 'There is no file in empty'],
  ])('are refused where they are %s', async (_what, arg, says) => {
    await mkdir(path.join(root, 'empty'));
    await symlink(path.join(parent, 'outside.html'), path.join(root, 'link.html'));
    await symlink(parent, path.join(root, 'linked'));
    await expect(paths(root, arg)).rejects.toMatchObject({ code: 'CLI.USAGE', message: expect.stringContaining(says) });
  });
});

describe('a working folder', () => {
  it('is named by what to type where there is none', async () => {
    await expect(openWorkspace('demo', { cwd: root })).rejects.toMatchObject({
      code: 'WORKSPACE.MISSING',
      hint: expect.stringContaining('npx holdfast pull demo'),
    });
  });

  it('is not made where its place is taken', async () => {
    await writeFile(path.join(root, '.holdfast'), 'a file');
    await expect((await open()).record(new Map())).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    expect((await readdir(root)).toSorted()).toEqual(['.env', '.holdfast', 'about', 'index.html']);
  });
});

describe('names that cannot be beside each other', () => {
  it('are those that differ in case, where the file system does not tell it apart', () => {
    const names = ['About.html', 'about.html', 'caf\u00E9.html', 'cafe\u0301.html', 'b.html'];
    expect([...clashes(names, true).keys()]).toEqual(names.slice(0, 4));
    expect(clashes(names, true).get('About.html')).toBe('here it is the same as about.html');
    expect(clashes(names, false)).toEqual(new Map());
  });

  it('are a file and a folder, also in another case', () => {
    expect([...clashes(['a', 'a/b', 'A/c'], false).keys()]).toEqual(['a']);
    expect([...clashes(['A', 'a/b'], true).keys()]).toEqual(['A']);
  });
});

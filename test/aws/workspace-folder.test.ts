import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile, chmod, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWorkspace, workspaceFolder } from '../../src/lib/aws/workspace-folder.ts';
import type { Base } from '../../src/lib/deploy/workspace.ts';
import { sha256 } from '../../src/lib/site/version.ts';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-folder-')));
});

afterEach(() => rm(folder, { recursive: true }));

const at = (...names: string[]) => path.join(folder, ...names);
const open = () => workspaceFolder(folder, 'demo');
const bytes = (text: string) => new TextEncoder().encode(text);

function base(text: string, versionId = 'v1'): Base {
  const time = '2026-03-10T12:00:00.000Z';
  const facts = { versionId, etag: '"1"', identity: sha256(`i${text}`), sha256: sha256(text) };
  return { ...facts, headers: { contentType: 'text/html', metadata: {} }, lastModified: time, pulledAt: time };
}

describe('the base file', () => {
  it('keeps what was recorded, in an order of its own, and ignores everything else for git', async () => {
    const workspace = await open();
    expect(await workspace.bases()).toEqual(new Map());
    await workspace.record(
      new Map([
        ['b.html', base('b')],
        ['a.html', base('a')],
      ]),
    );
    await workspace.record(
      new Map([
        ['b.html', undefined],
        ['__proto__', base('p')],
      ]),
    );
    expect([...(await (await open()).bases()).keys()]).toEqual(['__proto__', 'a.html']);
    expect((await workspace.bases()).get('a.html')).toEqual(base('a'));
    expect(await readFile(at('.holdfast', '.gitignore'), 'utf8')).toContain('!base.*.json');
  });

  it('loses nothing when many write at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => open()));
    await Promise.all(all.map((one, n) => one.record(new Map([[`p${n}.html`, base(`p${n}`)]]))));
    expect((await (await open()).bases()).size).toBe(12);
    expect((await readdir(at('.holdfast'))).toSorted()).toEqual(['.gitignore', 'base.demo.json', 'tmp']);
    expect(await readdir(at('.holdfast', 'tmp'))).toEqual([]);
  });

  it('takes over the lock of a command that is gone', async () => {
    await (await open()).record(new Map());
    const holder = { id: 'x', pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() };
    await writeFile(at('.holdfast', 'base.demo.json.lock'), JSON.stringify(holder));
    await (await open()).record(new Map([['a.html', base('a')]]));
    expect((await (await open()).bases()).size).toBe(1);
  });

  it.each([
    ['cut off', '{"version":1,', 'it is no JSON'],
    ['in conflict', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n', 'conflict markers'],
    ['of another site', '{"version":1,"site":"other","bases":[]}', 'the site other'],
    ['edited', '{"version":1,"site":"demo","bases":[{"path":"../x.html"}]}', 'bases.0'],
  ])('says what to do when it is %s, and leaves it', async (_what, text, says) => {
    await (await open()).record(new Map());
    await writeFile(at('.holdfast', 'base.demo.json'), text);
    const refused = {
      code: 'WORKSPACE.DAMAGED',
      message: expect.stringContaining(says),
      hint: expect.stringContaining('npx holdfast pull demo'),
    };
    await expect((await open()).bases()).rejects.toMatchObject(refused);
    await expect((await open()).record(new Map([['a.html', base('a')]]))).rejects.toMatchObject(refused);
    expect(await readFile(at('.holdfast', 'base.demo.json'), 'utf8')).toBe(text);
  });

  it('is found upwards, the nearest one of the site', async () => {
    await (await open()).record(new Map());
    await mkdir(at('a', 'b'), { recursive: true });
    expect(await findWorkspace('demo', at('a', 'b'))).toBe(folder);
    expect(await findWorkspace('other', at('a', 'b'))).toBeUndefined();
  });
});

describe('files', () => {
  it('replaces a file as a whole, keeps its rights, and makes folders', async () => {
    const workspace = await open();
    await workspace.write('a/b/c.html', bytes('one'));
    await chmod(at('a', 'b', 'c.html'), 0o640);
    await workspace.write('a/b/c.html', bytes('two\r\n'));
    expect(await workspace.read('a/b/c.html')).toEqual(Buffer.from('two\r\n'));
    expect((await stat(at('a', 'b', 'c.html'))).mode & 0o777).toBe(0o640);
    expect(await workspace.read('a/none.html')).toBeUndefined();
    expect(await workspace.read('a/b/c.html/d')).toBeUndefined();
  });

  it('lists all but what begins with a dot, node_modules and links', async () => {
    const workspace = await open();
    for (const name of ['a.html', '.env', 'node_modules/x.js', '.well-known/x.txt', 'b/c.css']) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), 'x');
    }
    await symlink(at('a.html'), at('link.html'));
    const paths = (await workspace.files()).map((file) => file.path);
    expect(paths.toSorted()).toEqual(['.well-known/x.txt', 'a.html', 'b/c.css']);
  });

  it.each([
    '../out.html',
    'a/../../out.html',
    '/etc/out.html',
    'a//b.html',
    '',
    'a/',
    '.holdfast/base.demo.json',
    '.HOLDFAST/base.demo.json',
    '.git/hooks/post-checkout',
    'sub/.git/config',
    '.g\u200Cit/config',
    'a\0.html',
    String.raw`..\out.html`,
    `${'x'.repeat(256)}.html`,
  ])('neither reads nor writes %j', async (name) => {
    const workspace = await open();
    await expect(workspace.write(name, bytes('x'))).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    await expect(workspace.read(name)).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    await expect(workspace.record(new Map([[name, base('x')]]))).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    expect(await readdir(path.dirname(folder))).not.toContain('out.html');
  });

  it('follows no link, neither a file nor a folder on the way', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'holdfast-outside-'));
    try {
      await writeFile(path.join(outside, 'page.html'), 'theirs');
      await symlink(outside, at('folder'));
      await symlink(path.join(outside, 'page.html'), at('page.html'));
      const workspace = await open();
      for (const name of ['folder/page.html', 'folder/new/page.html', 'page.html']) {
        await expect(workspace.write(name, bytes('x'))).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
      }
      await expect(workspace.read('folder/page.html')).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
      await expect(workspace.read('page.html')).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
      expect(await readdir(outside)).toEqual(['page.html']);
      expect(await readFile(path.join(outside, 'page.html'), 'utf8')).toBe('theirs');
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('writes nothing through a .holdfast that is a link', async () => {
    await mkdir(at('elsewhere'));
    await symlink(at('elsewhere'), at('.holdfast'));
    await expect((await open()).record(new Map([['a.html', base('a')]]))).rejects.toMatchObject({
      code: 'FOLDER.FAILED',
    });
    expect(await readdir(at('elsewhere'))).toEqual([]);
  });

  it('leaves a read-only file as it is, and says where a folder is in the way', async () => {
    const workspace = await open();
    await writeFile(at('a.html'), 'mine', { mode: 0o444 });
    await mkdir(at('b.html'));
    await expect(workspace.write('a.html', bytes('x'))).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    await expect(workspace.write('b.html', bytes('x'))).rejects.toMatchObject({
      message: expect.stringContaining('a folder is in its place'),
    });
    await expect(workspace.write('a.html/c.html', bytes('x'))).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
    expect(await readFile(at('a.html'), 'utf8')).toBe('mine');
  });

  it('keeps copies in folders below its own, and nothing beside the base file', async () => {
    const workspace = await open();
    expect(await workspace.keep('merge/a/b.html.base', bytes('x'))).toBe(at('.holdfast', 'merge', 'a', 'b.html.base'));
    expect(await workspace.kept('merge/a/b.html.base')).toEqual(Buffer.from('x'));
    expect(await workspace.kept('merge/none')).toBeUndefined();
    await expect(workspace.keep('base.demo.json', bytes('x'))).rejects.toThrow('names no folder');
    await expect(workspace.keep('merge/../base.demo.json', bytes('x'))).rejects.toThrow('not kept');
  });
});

describe('placing', () => {
  it('writes files with their bases, and leaves alone what changed since it was seen', async () => {
    const workspace = await open();
    await workspace.write('mine.html', bytes('edited meanwhile'));
    const placements = await workspace.place([
      { path: 'new.html', bytes: bytes('n'), base: base('n') },
      { path: 'mine.html', seen: sha256('before'), bytes: bytes('live'), base: base('live') },
      { path: 'mine.html', bytes: bytes('live'), base: base('live') },
      { path: 'new.html/below.html', bytes: bytes('x'), base: base('x') },
    ]);
    expect(placements.map(({ kind }) => kind)).toEqual(['placed', 'changed', 'changed', 'failed']);
    expect(await readFile(at('mine.html'), 'utf8')).toBe('edited meanwhile');
    expect([...(await workspace.bases()).keys()]).toEqual(['new.html']);
  });

  it('forgets a base and leaves its file', async () => {
    const workspace = await open();
    await workspace.place([{ path: 'a.html', bytes: bytes('a'), base: base('a') }]);
    await workspace.place([{ path: 'a.html', seen: sha256('a') }]);
    expect(await workspace.bases()).toEqual(new Map());
    expect(await readFile(at('a.html'), 'utf8')).toBe('a');
  });
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderFiles } from '../../src/lib/aws/folder-pages.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-folder-'));
  for (const below of ['b/c', '.git', 'node_modules/x']) await mkdir(path.join(folder, below), { recursive: true });
  for (const file of ['z.html', 'b/a.html', 'b/c/ä.css', '.hidden', '.git/x.html', 'node_modules/x/x.html']) {
    await writeFile(path.join(folder, file), file);
  }
  await symlink(folder, path.join(folder, 'b', 'round'));
  await symlink(path.join(folder, 'z.html'), path.join(folder, 'link.html'));
});

afterEach(() => rm(folder, { recursive: true }));

it('gives the files of a folder in order, without what is hidden, linked or installed', async () => {
  const files = await folderFiles(folder);
  expect(files.map(({ path, size }) => `${path} ${size}`)).toEqual(['b/a.html 8', 'b/c/ä.css 10', 'z.html 6']);
  expect(Buffer.from((await files[0]?.read()) ?? []).toString()).toBe('b/a.html');
});

it('gives a file that is named by itself', async () => {
  const [only, ...others] = await folderFiles(path.join(folder, 'b', 'a.html'));
  expect(others).toEqual([]);
  expect(only).toMatchObject({ path: 'a.html', size: 8 });
});

it('says so when there is nothing there', async () => {
  await expect(folderFiles(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'FOLDER.MISSING' });
});

it('says so when a file is gone by the time it is read', async () => {
  const [first] = await folderFiles(folder);
  await rm(path.join(folder, 'b', 'a.html'));
  await expect(first?.read()).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
});

it.skipIf(process.getuid?.() === 0)('says so when a folder below may not be read', async () => {
  await mkdir(path.join(folder, 'locked'), { mode: 0o000 });
  await expect(folderFiles(folder)).rejects.toMatchObject({ code: 'FOLDER.FAILED' });
});

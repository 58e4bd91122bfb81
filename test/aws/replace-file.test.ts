import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig, replaceFile } from '../../src/lib/aws/replace-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-replace-'));
  file = path.join(folder, 'holdfast.yml');
  await writeFile(file, 'before\n');
});

afterEach(() => rm(folder, { recursive: true }));

it('puts the new text in place, with the rights of the old file, and leaves nothing beside it', async () => {
  await chmod(file, 0o640);
  await replaceFile(file, { seen: 'before\n', next: 'after\n' });
  expect(await readFile(file, 'utf8')).toBe('after\n');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(['holdfast.yml']);
});

it('leaves a read-only file as it is', async () => {
  await chmod(file, 0o444);
  const refused = replaceFile(file, { seen: 'before\n', next: 'after\n' });
  await expect(refused).rejects.toMatchObject({ code: 'CONFIG.UNWRITTEN', hint: expect.stringContaining('chmod u+w') });
  expect(await readFile(file, 'utf8')).toBe('before\n');
  expect(await readdir(folder)).toEqual(['holdfast.yml']);
});

it('writes through a link', async () => {
  const link = path.join(folder, 'link.yml');
  await symlink(file, link);
  await replaceFile(link, { seen: 'before\n', next: 'after\n' });
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('after\n');
});

it('leaves alone what somebody else wrote meanwhile', async () => {
  await writeFile(file, 'theirs\n');
  await expect(replaceFile(file, { seen: 'before\n', next: 'after\n' })).rejects.toMatchObject({
    code: 'CONFIG.CHANGED',
  });
  expect(await readFile(file, 'utf8')).toBe('theirs\n');
  expect(await readdir(folder)).toEqual(['holdfast.yml']);
});

it('says so when there is no such file any more', async () => {
  await rm(file);
  await expect(replaceFile(file, { seen: 'before\n', next: 'after\n' })).rejects.toMatchObject({
    code: 'CONFIG.UNWRITTEN',
  });
  await expect(readConfig(file)).rejects.toMatchObject({ code: 'CONFIG.MISSING' });
  expect(await readdir(folder)).toEqual([]);
});

import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/build/bundle.ts';
import { zip } from '../../scripts/build/zip.ts';
import { sha256 } from '../../src/lib/site/version.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

describe('the build', () => {
  it('gives the same bytes twice', async () => {
    const twice = [
      await zip((await bundle(ROOT, 'on-upload')).files),
      await zip((await bundle(ROOT, 'on-upload')).files),
    ];
    expect(new Set(twice.map((bytes) => sha256(bytes))).size).toBe(1);
  });

  it('gives the same bytes in another folder', async () => {
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'holdfast-build-'));
    try {
      for (const part of ['src', 'scripts/build', 'package.json']) {
        await cp(path.join(ROOT, part), path.join(elsewhere, part), { recursive: true });
      }
      await symlink(path.join(ROOT, 'node_modules'), path.join(elsewhere, 'node_modules'));
      const { bundle: bundleThere }: { bundle: typeof bundle } = await import(`${elsewhere}/scripts/build/bundle.ts`);
      const [here, there] = [await bundle(ROOT, 'on-request'), await bundleThere(elsewhere, 'on-request')];
      expect(sha256(await zip(there.files))).toBe(sha256(await zip(here.files)));
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it('packs the same bytes in every time zone and order', async () => {
    const files: [string, Buffer][] = [
      ['a.mjs', Buffer.from('a')],
      ['b.mjs', Buffer.from('b')],
    ];
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Pacific/Kiritimati';
      const first = await zip(new Map(files));
      process.env['TZ'] = 'America/Anchorage';
      expect(sha256(await zip(new Map(files.toReversed())))).toBe(sha256(first));
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('says which handler is missing', async () => {
    await expect(bundle(ROOT, 'on-nothing')).rejects.toThrow('src/handlers/on-nothing.ts is missing');
  });
});

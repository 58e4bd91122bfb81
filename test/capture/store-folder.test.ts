import fs from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, unlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { metadataOf, storeContract } from './store-contract.ts';

storeContract('captures in a folder', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));
  return {
    open: () => captureFolder(root),
    async damage({ sha256 }, into) {
      const file = path.join(root, 'store', sha256.slice(0, 2), sha256);
      if (!into) return unlink(file);
      await chmod(file, 0o600);
      await writeFile(file, into);
    },
    // No process has such a number.
    killed: (name) =>
      writeFile(
        path.join(root, name, '.unsealed', 'lock'),
        JSON.stringify({ id: 'another', pid: 2 ** 30, host: hostname() }),
      ),
  };
});

describe('a folder of captures', () => {
  const newRoot = () => mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));

  it('does not go on with a capture that was killed right after it was sealed', async () => {
    const root = await newRoot();
    const store = captureFolder(root);
    const metadata = metadataOf('one', []);
    await (await store.write('one', 'new')).seal(metadata);
    await mkdir(path.join(root, 'one', '.unsealed'));
    await expect(store.write('one', 'resume')).rejects.toMatchObject({ code: 'CAPTURE.MISSING' });
    await expect(store.write('one', 'new')).rejects.toMatchObject({
      code: 'CAPTURE.EXISTS',
      hint: 'Choose another --name.',
    });
    expect((await store.read('one')).metadata).toEqual(metadata);
  });

  it('takes away what a killed prune had begun to take away', async () => {
    const root = await newRoot();
    const store = captureFolder(root);
    await (await store.write('one', 'new')).seal(metadataOf('one', []));
    await mkdir(path.join(root, 'store', 'removed-zero', 'things'), { recursive: true });
    await writeFile(path.join(root, 'store', 'removed-zero', 'things', 'a.json'), '1');
    const sweep = await store.sweep();
    await sweep.release();
    expect(await readdir(path.join(root, 'store'))).toEqual([]);
    expect(await store.list()).toMatchObject([{ name: 'one', sealed: true }]);
  });

  it.each([30, 600 * 1024])('writes %d bytes anew that a broken disk damaged', async (length) => {
    const root = await newRoot();
    const store = captureFolder(root);
    const bytes = Buffer.alloc(length, 'a');
    const first = await store.write('one', 'new');
    const blob = await first.keep(bytes);
    await first.release();
    const file = path.join(root, 'store', blob.sha256.slice(0, 2), blob.sha256);
    const damage = async () => {
      await chmod(file, 0o600);
      await writeFile(file, Buffer.alloc(length, 'b'));
    };
    await damage();
    const second = await store.write('two', 'new');
    await second.keep(bytes);
    expect(fs.readFileSync(file).equals(bytes)).toBe(true);
    await damage();
    await second.keep(
      (async function* () {
        yield bytes;
      })(),
    );
    expect(fs.readFileSync(file).equals(bytes)).toBe(true);
    await second.release();
  });

  it('leaves nothing half-written where there is no more room', async () => {
    const root = await newRoot();
    const writer = await captureFolder(root).write('one', 'new');
    const full = vi.spyOn(fs, 'writeFileSync').mockImplementation(() => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    });
    syncBuiltinESMExports();
    await expect(writer.keep(Buffer.from('"a"'))).rejects.toMatchObject({ code: 'ENOSPC' });
    full.mockRestore();
    syncBuiltinESMExports();
    expect(await readdir(path.join(root, 'one', '.unsealed', 'half-written'))).toEqual([]);
    await writer.release();
  });

  it.each(['EPERM', 'ENOTSUP', 'ENOSYS'])('shows copies where the file system has no hard links (%s)', async (code) => {
    const linked = vi.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error('link'), { code });
    });
    syncBuiltinESMExports();
    try {
      const root = await newRoot();
      const store = captureFolder(root);
      const writer = await store.write('one', 'new');
      const [first, second] = [await writer.keep(Buffer.from('"a"')), await writer.keep(Buffer.from('"b"'))];
      await writer.place('a.json', first);
      const file = { path: await writer.place('a.json', second), ...second };
      await writer.seal(metadataOf('one', [file]));
      const reader = await store.read('one');
      expect(file.path).toBe('a.json');
      expect(await reader.shows('a.json', second)).toBe(true);
      expect(fs.statSync(path.join(root, 'one', 'a.json')).mode & 0o777).toBe(0o400);
    } finally {
      linked.mockRestore();
      syncBuiltinESMExports();
    }
  });
});

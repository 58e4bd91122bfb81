import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unpackZip, type ZipLimits } from '../../src/lib/estate/shared/unpack-zip.ts';
import { zipOf } from './zip-of.ts';

async function unpacked(zip: Uint8Array, limits?: ZipLimits) {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-zip-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const archive = path.join(folder, 'code.zip');
  await writeFile(archive, zip);
  const files: Record<string, string> = {};
  const outcome = await unpackZip(
    archive,
    async (name, body) => {
      files[name] = await text(body);
    },
    limits,
  );
  return { outcome, files };
}

/** A zip whose entries have other names than they were made with, of the same length. */
async function renamed(from: string, to: string): Promise<Buffer> {
  const zip = await zipOf({ [from]: 'text' });
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('unpacking what nobody vouches for', () => {
  it('gives every file', async () => {
    expect(await unpacked(await zipOf({ 'a.mjs': 'a', 'lib/b.mjs': 'b' }))).toEqual({
      outcome: { kind: 'unpacked', files: 2, leftOut: [] },
      files: { 'a.mjs': 'a', 'lib/b.mjs': 'b' },
    });
  });

  it.each(['../../etc/x.js', '/rooted/path.js', 'C:/rooted/pa.js', 'lib/../../../.js', '..\\..\\etc\\x.js'])(
    'gives nothing of an archive with the path %s',
    async (name) => {
      const zip = await renamed('x'.repeat(name.length), name);
      expect(await unpacked(zip)).toMatchObject({ outcome: { kind: 'refused' }, files: {} });
    },
  );

  it('leaves symbolic links out', async () => {
    const { outcome, files } = await unpacked(await zipOf({ link: '/etc/passwd' }, 0o120777));
    expect({ outcome, files }).toEqual({ outcome: { kind: 'unpacked', files: 0, leftOut: ['link'] }, files: {} });
  });

  it('gives nothing of an archive with too much in it', async () => {
    const zip = await zipOf({ a: 'x'.repeat(1000), b: 'x'.repeat(1000) });
    for (const limits of [
      { entries: 1, bytes: 10_000 },
      { entries: 10, bytes: 1999 },
    ])
      expect(await unpacked(zip, limits)).toMatchObject({ outcome: { kind: 'refused' }, files: {} });
  });

  it('gives no more than an entry says that it has', async () => {
    const zip = await zipOf({ a: 'x'.repeat(100_000) });
    // The size unpacked, in the directory at the end.
    zip.writeUInt32LE(10, zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
    const { outcome, files } = await unpacked(zip);
    expect(outcome.kind).toBe('refused');
    expect(files).toEqual({});
  });

  it.each([Buffer.from('no zip at all'), Buffer.alloc(0)])('gives nothing of what is no archive', async (bytes) => {
    expect(await unpacked(bytes)).toMatchObject({ outcome: { kind: 'refused' }, files: {} });
  });
});

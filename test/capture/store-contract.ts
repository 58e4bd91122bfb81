import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, Metadata } from '../../src/lib/capture/entry.ts';
import { planPrune, prunable, prune } from '../../src/lib/capture/prune.ts';
import type { Blob, CaptureStore, CaptureWriter } from '../../src/lib/capture/store.ts';
import { verifyCapture } from '../../src/lib/capture/verify.ts';
import { SECRETS } from './run-capture.ts';

/** A store that nobody else uses, and what an attacker or a broken disk does to it. */
export interface StoreWorld {
  /** The store as another process would open it. */
  open(): CaptureStore;
  /** Changes kept bytes behind the store's back; takes them away where nothing is given. */
  damage(blob: Blob, into?: Uint8Array): Promise<void>;
  /** Lets go of everything as a process does that is killed: nothing is released. */
  killed(name: string): Promise<void>;
}

const LARGE = 9 * 1024 * 1024;

/** What every store of captures does. */
export function storeContract(name: string, newWorld: () => Promise<StoreWorld>): void {
  describe(name, () => {
    let world: StoreWorld;
    let store: CaptureStore;
    const writers: CaptureWriter[] = [];

    beforeEach(async () => {
      world = await newWorld();
      store = world.open();
    });
    afterEach(async () => {
      await Promise.all(writers.splice(0).map((writer) => writer.release().catch(() => undefined)));
    });

    const begun = async (capture: string, how: 'new' | 'resume' = 'new', at = store) => {
      const writer = await at.write(capture, how);
      writers.push(writer);
      return writer;
    };

    /** Seals a capture with these texts, by path. */
    async function sealed(capture: string, texts: Readonly<Record<string, string>>): Promise<Metadata> {
      const writer = await begun(capture);
      const files = [];
      for (const [path, text] of Object.entries(texts)) {
        const blob = await writer.keep(Buffer.from(text));
        files.push({ path: await writer.place(path, blob), ...blob });
      }
      const metadata = metadataOf(capture, files);
      await writer.seal(metadata);
      return metadata;
    }

    it('is empty at first', async () => {
      expect(await store.list()).toEqual([]);
      await expect(store.read('one')).rejects.toMatchObject({ code: 'CAPTURE.MISSING' });
      await expect(store.write('one', 'resume')).rejects.toMatchObject({ code: 'CAPTURE.MISSING' });
    });

    it('keeps bytes, small ones, none and streams of any length, and reads them again', async () => {
      const writer = await begun('one');
      const large = randomBytes(LARGE);
      const pieces = async function* () {
        for (let at = 0; at < large.length; at += 1_000_003) yield large.subarray(at, at + 1_000_003);
      };
      const bodies = [Buffer.from('text'), Buffer.alloc(0), large.subarray(0, 200_000)];
      const kept = [...(await Promise.all(bodies.map((body) => writer.keep(body)))), await writer.keep(pieces())];
      expect(kept.map(({ bytes }) => bytes)).toEqual([4, 0, 200_000, LARGE]);
      expect(await Promise.all(kept.map((blob) => writer.has(blob)))).toEqual([true, true, true, true]);
      await writer.seal(metadataOf('one', []));
      const reader = await world.open().read('one');
      for (const [at, body] of [...bodies, large].entries()) {
        const read = await reader.bytes(kept[at]!);
        expect(Buffer.compare(read, body)).toBe(0);
      }
    });

    it('keeps equal bytes once, whichever way they come', async () => {
      const writer = await begun('one');
      const once = await writer.keep(Buffer.from('same'));
      const again = await writer.keep(
        (async function* () {
          yield Buffer.from('sa');
          yield Buffer.from('me');
        })(),
      );
      expect(again).toEqual(once);
      await writer.release();
      const sweep = await store.sweep();
      const all = [];
      for await (const blob of sweep.blobs()) all.push(blob);
      await sweep.release();
      expect(all).toEqual([once]);
    });

    it('says what is not there', async () => {
      const writer = await begun('one');
      const blob = await writer.keep(Buffer.from('text'));
      expect(await writer.has({ ...blob, bytes: 5 })).toBe(false);
      expect(await writer.has({ sha256: '0'.repeat(64), bytes: 4 })).toBe(false);
    });

    it('leaves nothing of a stream that broke off', async () => {
      const writer = await begun('one');
      const broken = async function* () {
        yield Buffer.from('begun');
        throw new Error('broke off');
      };
      await expect(writer.keep(broken())).rejects.toThrow('broke off');
      await writer.release();
      const sweep = await store.sweep();
      for await (const blob of sweep.blobs()) expect(blob).toBeUndefined();
      await sweep.release();
    });

    it('shows documents where people look for them', async () => {
      const { files } = await sealed('one', { 'sqs-queues/a/config.json': '{"a":1}\n' });
      const reader = await store.read('one');
      expect(await reader.shows('sqs-queues/a/config.json', files[0]!)).toBe(true);
      expect(await reader.shows('sqs-queues/a/other.json', files[0]!)).toBe(false);
      expect(await reader.shows('sqs-queues/a/config.json', { sha256: '0'.repeat(64), bytes: 8 })).toBe(false);
    });

    it('lists captures, oldest first, sealed or not', async () => {
      await sealed('zebra', {});
      const writer = await begun('aardvark');
      await writer.note({ something: 1 });
      const listed = await world.open().list();
      expect(listed.map(({ name: capture, sealed: done }) => [capture, done])).toEqual([
        ['zebra', true],
        ['aardvark', false],
      ]);
      for (const { at } of listed) expect(Date.parse(at)).toBeGreaterThan(Date.parse('2024-01-01'));
    });

    it('does not take the name of a capture that is there, nor one that leads elsewhere', async () => {
      await sealed('one', {});
      const writer = await begun('two');
      await writer.note({});
      for (const there of ['one', 'two'])
        await expect(store.write(there, 'new')).rejects.toMatchObject({ code: 'CAPTURE.EXISTS' });
      await expect(store.write('one', 'resume')).rejects.toMatchObject({ code: 'CAPTURE.MISSING' });
      for (const hostile of ['../out', 'a/b', '.', '..', 'store', '', '.hidden', 'x'.repeat(101)])
        await expect((async () => store.write(hostile, 'new'))()).rejects.toMatchObject({ code: 'CAPTURE.NAME' });
    });

    it('is written by one at a time', async () => {
      const writer = await begun('one');
      await expect(world.open().write('one', 'resume')).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
      await writer.note({ first: true });
      await writer.release();
      const second = await begun('one', 'resume');
      expect(await all(second.notes())).toEqual([{ first: true }]);
    });

    it('goes on after a kill with every note and every line of an index', async () => {
      const writer = await begun('one');
      for (let at = 0; at < 5; at += 1) await writer.note({ at });
      const index = await writer.index('s3-buckets/b/objects.ndjson');
      await index.append([{ key: 'a' }, { key: 'b' }]);
      await index.append([{ key: 'ä\n"' }]);
      await index.append([]);
      await world.killed('one');

      const resumed = await begun('one', 'resume', world.open());
      expect(await all(resumed.notes())).toEqual([0, 1, 2, 3, 4].map((at) => ({ at })));
      const earlier: unknown[] = [];
      const again = await resumed.index('s3-buckets/b/objects.ndjson', (line) => earlier.push(line));
      expect({ last: again.last, lines: again.lines }).toEqual({ last: { key: 'ä\n"' }, lines: 3 });
      expect(earlier).toEqual([{ key: 'a' }, { key: 'b' }, { key: 'ä\n"' }]);
      await again.append([{ key: 'c' }]);
      const file = await again.end();
      await resumed.seal(metadataOf('one', [file]));
      const text = Buffer.from(await (await store.read('one')).bytes(file)).toString();
      expect(text).toBe('{"key":"a"}\n{"key":"b"}\n{"key":"ä\\n\\""}\n{"key":"c"}\n');
      expect(await world.open().list()).toMatchObject([{ name: 'one', sealed: true }]);
    });

    it('notes in order, and all that is noted at once', async () => {
      const writer = await begun('one');
      await Promise.all(Array.from({ length: 40 }, (_, at) => writer.note({ at })));
      expect(await all(writer.notes())).toEqual(Array.from({ length: 40 }, (_, at) => ({ at })));
    });

    it('cannot be read before it is sealed, and is sealed once', async () => {
      const writer = await begun('one');
      await writer.note({});
      await expect(store.read('one')).rejects.toMatchObject({ code: 'CAPTURE.UNSEALED' });
      const metadata = metadataOf('one', []);
      await writer.seal(metadata);
      expect((await store.read('one')).metadata).toEqual(metadata);
      await expect(store.write('one', 'resume')).rejects.toMatchObject({ code: 'CAPTURE.MISSING' });
    });

    it('tells bytes that were changed or taken away, each by name', async () => {
      const { files } = await sealed('one', { 'a.json': '"a"', 'b.json': '"b"', 'c.json': '"c"' });
      await world.damage(files[0]!, Buffer.from('"x"'));
      await world.damage(files[1]!);
      const reader = await world.open().read('one');
      await expect(reader.bytes(files[0]!)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
      await expect(reader.bytes(files[1]!)).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
      expect(Buffer.from(await reader.bytes(files[2]!)).toString()).toBe('"c"');
      const { damaged } = await verifyCapture(reader, { secrets: SECRETS, tell: () => undefined });
      expect(damaged.map(({ path }) => path)).toEqual(['a.json', 'b.json']);
    });

    it('takes captures away with what no other one has, and nothing else', async () => {
      await sealed('one', { 'a.json': '"only in one"', 'b.json': '"in both"' });
      await sealed('two', { 'b.json': '"in both"', 'c.json': '"only in two"' });
      const half = await begun('three');
      const noted = await half.keep(Buffer.from('"noted"'));
      const indexed = await half.keep(Buffer.from('"indexed"'));
      await half.note({ entry: entryOf('three', [{ path: 'things/three/d.json', ...noted }]) });
      const index = await half.index('things/four/objects.ndjson');
      await index.append([{ key: 'k', sha256: indexed.sha256, size: indexed.bytes }]);
      await half.release();

      const sweep = await store.sweep();
      const captures = prunable(await store.list(), 1);
      const plan = await planPrune(captures, { store, sweep, tell: () => undefined });
      expect(plan).toMatchObject({ captures: ['one'], blobs: 1, bytes: 13 });
      await prune(plan, sweep, () => undefined);
      await sweep.release();

      expect((await store.list()).map((each) => each.name)).toEqual(['two', 'three']);
      const { damaged } = await verifyCapture(await store.read('two'), { secrets: SECRETS, tell: () => undefined });
      expect(damaged).toEqual([]);
      const resumed = await begun('three', 'resume');
      expect([await resumed.has(noted), await resumed.has(indexed)]).toEqual([true, true]);
      const alone = Buffer.from('"only in one"');
      const sha256 = createHash('sha256').update(alone).digest('hex');
      expect(await resumed.has({ sha256, bytes: alone.length })).toBe(false);
    });

    it('keeps unpacked code, too, and verifies it', async () => {
      await sealed('old', {});
      const writer = await begun('one');
      const [code, layer] = [await writer.keep(Buffer.from('code')), await writer.keep(Buffer.from('layer'))];
      const files = [];
      const folder = 'lambda-functions/f';
      for (const [path, held] of [
        ['source.ndjson', code],
        ['3/source.ndjson', layer],
      ] as const) {
        const index = await writer.keep(Buffer.from(`${JSON.stringify({ path: 'index.js', ...held })}\n`));
        files.push({ path: await writer.place(`${folder}/${path}`, index), ...index });
      }
      await writer.seal({ ...metadataOf('one', []), resources: [{ ...entryOf('f', files), folder }] });
      const sweep = await store.sweep();
      const plan = await planPrune(['old'], { store, sweep, tell: () => undefined });
      expect(plan).toMatchObject({ blobs: 0 });
      await prune(plan, sweep, () => undefined);
      await sweep.release();
      const reader = await store.read('one');
      const look = () => verifyCapture(reader, { secrets: SECRETS, tell: () => undefined });
      expect(await look()).toMatchObject({ files: 4, damaged: [] });
      await world.damage(layer);
      expect((await look()).damaged).toMatchObject([{ path: expect.stringContaining(layer.sha256) }]);
    });

    it('takes nothing away where it cannot be read what an unfinished capture has', async () => {
      const half = await begun('one');
      const row = await half.index('dynamodb-tables/t/data.ndjson');
      await row.append([{ entry: { S: 'of a table' } }]);
      await half.note({ begun: { startedAt: 'today' } });
      await half.note({ entry: { folder: 'things/one', files: 'as another Holdfast says it' } });
      await half.release();
      const sweep = await store.sweep();
      await expect(planPrune([], { store, sweep, tell: () => undefined })).rejects.toMatchObject({
        code: 'CAPTURE.DAMAGED',
        message: expect.stringContaining('what one has noted'),
      });
      await sweep.release();
    });

    it('takes nothing away while a capture is written, and begins none while something is taken away', async () => {
      const writer = await begun('one');
      await expect(world.open().sweep()).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
      await writer.note({});
      await writer.release();
      const sweep = await store.sweep();
      await expect(world.open().write('two', 'new')).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
      await expect(world.open().sweep()).rejects.toMatchObject({ code: 'CAPTURE.BUSY' });
      await sweep.release();
      await begun('two');
    });
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const AT = '2026-03-10T12:00:00.000Z';

/** A capture of nothing but these files. */
export function metadataOf(name: string, files: readonly Metadata['files'][number][]): Metadata {
  return {
    format: 1,
    name,
    account: '111122223333',
    regions: ['us-east-1'],
    services: [],
    startedAt: AT,
    sealedAt: AT,
    status: 'complete',
    secretsKey: SECRETS.keyId,
    files: [...files],
    resources: [],
    seal: 'none',
  };
}

function entryOf(name: string, files: Entry['files']): Entry {
  const what = {
    service: 'things',
    id: name,
    name,
    region: 'global',
    folder: `things/${name}`,
    status: 'captured',
  } as const;
  return { ...what, files, objects: 0, bytes: 0, reused: 0, sha256: '', at: AT, seconds: 0, tries: 1 };
}

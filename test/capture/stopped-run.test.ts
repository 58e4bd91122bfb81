import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { runCapture, type CaptureRun } from '../../src/lib/capture/run.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import type { CaptureStore } from '../../src/lib/capture/store.ts';
import { estateAt, newStore, SECRETS } from './run-capture.ts';

let store: CaptureStore;
const estate = estateAt({ endpoint: 'http://127.0.0.1:9', account: '111111111111' });

beforeEach(async () => {
  store = await newStore();
});

const serviceOf = (names: readonly string[], capture: Service['capture']): Service => ({
  name: 'thing',
  title: 'Things',
  folder: 'things',
  where: 'global',
  limits: {},
  async *list() {
    for (const id of names) yield { service: 'thing', id, name: id, region: 'global', folder: `things/${id}` };
  },
  capture,
});

async function run(
  service: Service,
  how: 'new' | 'resume',
  more: Partial<Pick<CaptureRun, 'signal' | 'secrets' | 'writer' | 'previous'>> = {},
) {
  const writer = more.writer ?? (await store.write('one', how));
  return runCapture({
    store,
    writer,
    services: [service],
    estate,
    selection: { includes: () => true },
    secrets: SECRETS,
    previous: undefined,
    fetches: true,
    verify: true,
    settings: {},
    tell: () => {},
    ...more,
  });
}

const plain: Service['capture'] = async ({ id }, sink) => void (await sink.json('config.json', { id }));

it('writes nothing more once it was stopped, and says so soon', async () => {
  const stop = new AbortController();
  let appended = 0;
  let begun = 0;
  const endless = serviceOf(['a', 'b', 'c', 'd', 'e', 'f'], async (_, sink, here) => {
    begun += 1;
    const index = await sink.index('objects.ndjson');
    for (;;) {
      await index.append([{ key: 'k' }]);
      appended += 1;
      if (appended === 20) stop.abort(new Error('stopped by somebody'));
      await here.wait(1);
    }
  });
  const since = performance.now();
  await expect(run(endless, 'new', { signal: stop.signal })).rejects.toThrow('stopped by somebody');
  expect(performance.now() - since).toBeLessThan(3000);
  const then = appended;
  await sleep(50);
  expect([appended, begun]).toEqual([then, 4]);
  const { reader } = await run(serviceOf([], plain), 'resume');
  expect(reader.metadata.resources.map(({ id, status }) => [id, status])).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, 'captured']),
  );
});

it('does not wait where somebody stops it while it waits', async () => {
  const stop = new AbortController();
  const waiting = serviceOf(['a'], async (_, __, here) => {
    setTimeout(() => stop.abort(new Error('stopped by somebody')), 20);
    await here.wait(60_000);
  });
  const since = performance.now();
  await expect(run(waiting, 'new', { signal: stop.signal })).rejects.toThrow('stopped by somebody');
  expect(performance.now() - since).toBeLessThan(3000);
});

it.each(['ENOSPC', 'EDQUOT', 'EROFS'])('is not sealed where nothing can be written (%s), and goes on', async (code) => {
  const writer = await store.write('one', 'new');
  let kept = 0;
  const full = {
    ...writer,
    async keep(body: Parameters<typeof writer.keep>[0]) {
      kept += 1;
      if (kept > 2) throw Object.assign(new Error('no space left on device'), { code });
      return writer.keep(body);
    },
  };
  const things = serviceOf(['a', 'b', 'c', 'd', 'e', 'f'], plain);
  await expect(run(things, 'new', { writer: full })).rejects.toMatchObject({ code: 'CAPTURE.FULL' });
  expect(await store.list()).toMatchObject([{ name: 'one', sealed: false }]);
  const { reader, verified } = await run(things, 'resume');
  expect(reader.metadata).toMatchObject({ status: 'complete' });
  expect(verified).toMatchObject({ damaged: [], files: 6 });
});

it('is gone on with only under the key that it was begun with', async () => {
  const stop = new AbortController();
  const stopping = serviceOf(['a'], async () => stop.abort(new Error('stopped by somebody')));
  await expect(run(stopping, 'new', { signal: stop.signal })).rejects.toThrow('stopped by somebody');
  const secrets = secretBook(Buffer.alloc(32, 9));
  await expect(run(serviceOf(['a'], plain), 'resume', { secrets })).rejects.toMatchObject({ code: 'CONFIG.INVALID' });
  expect(await store.list()).toMatchObject([{ name: 'one', sealed: false }]);
  expect((await run(serviceOf(['a'], plain), 'resume')).reader.metadata.status).toBe('complete');
});

it('is refused where its notes cannot be read', async () => {
  store = captureFolder(await mkdtemp(path.join(tmpdir(), 'holdfast-captures-')));
  const writer = await store.write('one', 'new');
  await writer.note({ entry: { status: 'as another Holdfast says it' } });
  await writer.release();
  await expect(run(serviceOf(['a'], plain), 'resume')).rejects.toMatchObject({ code: 'CAPTURE.DAMAGED' });
});

it('captures without the earlier capture what that cannot tell any more', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'holdfast-captures-'));
  store = captureFolder(root);
  let looked = 0;
  const things = serviceOf(['a'], async ({ id }, sink) => {
    looked += 1;
    await sink.previous?.json('config.json');
    await sink.json('config.json', { id });
  });
  const { reader: previous } = await run(things, 'new');
  const [{ sha256 } = { sha256: '' }] = previous.metadata.resources[0]?.files ?? [];
  const file = path.join(root, 'store', sha256.slice(0, 2), sha256);
  await chmod(file, 0o600);
  await writeFile(file, 'damaged');
  const writer = await store.write('two', 'new');
  const { reader, verified } = await run(things, 'new', { writer, previous });
  expect(reader.metadata.resources).toMatchObject([{ id: 'a', status: 'captured', tries: 2 }]);
  expect([looked, verified?.damaged]).toEqual([3, []]);
});

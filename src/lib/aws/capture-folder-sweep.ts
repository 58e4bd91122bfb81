import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { jsonLines } from '../capture/captured-resource.ts';
import type { StoreSweep } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import type { ContentFolder } from './capture-content.ts';
import { UNSEALED } from './capture-name.ts';
import { lockTaken } from './file-lock.ts';

const LOCK = 'lock';
/** Below the store, while it is swept. */
const SWEEPING = 'sweeping';

/**
 * The lock of who writes a capture. Who writes takes that lock and then looks whether the store is swept; who sweeps does both the
 * other way round: one of them always sees the other. Throws `CAPTURE.BUSY`.
 */
export async function writersLock(root: string, name: string): Promise<() => Promise<void>> {
  const release = await locked(path.join(root, name, UNSEALED, LOCK), `Another command writes the capture ${name}`);
  try {
    // Taking it for a moment tells a sweep that goes on from one that was killed.
    const swept = path.join(root, 'store', SWEEPING);
    if (await there(swept)) await (await locked(swept, SWEPT))();
    return release;
  } catch (error) {
    await release();
    // A capture that was not begun leaves nothing: folders go where they are empty.
    const own = path.join(root, name, UNSEALED);
    await rmdir(own)
      .then(() => rmdir(path.dirname(own)))
      .catch(() => undefined);
    throw error;
  }
}

/** Before the name of a capture that is being taken away. */
const REMOVED = 'removed-';

/** Takes away what is taken out of sight: also what was left by who was killed in the middle of it. */
async function finishRemoving(root: string): Promise<void> {
  const store = path.join(root, 'store');
  for (const name of await readdir(store))
    if (name.startsWith(REMOVED)) await rm(path.join(store, name), { recursive: true, force: true });
}

const SWEPT = 'Another command takes captures away here';

/** See `CaptureStore.sweep`. */
export async function sweepOf(store: {
  readonly root: string;
  readonly content: ContentFolder;
  readonly at: (name: string) => string;
}): Promise<StoreSweep> {
  const { root, content, at } = store;
  await mkdir(path.join(root, 'store'), { recursive: true, mode: 0o700 });
  const release = await locked(path.join(root, 'store', SWEEPING), SWEPT);
  try {
    for (const name of await readdir(root)) {
      const lock = path.join(root, name, UNSEALED, LOCK);
      if (await there(lock)) await (await locked(lock, `Another command writes the capture ${name}`))();
    }
    await finishRemoving(root);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    async *unfinished(name) {
      const own = path.join(at(name), UNSEALED);
      for (const file of await readdir(own)) {
        if (file.endsWith('.ndjson')) yield* jsonLines(createReadStream(path.join(own, file)));
      }
    },
    stream: (blob) => content.stream(blob),
    blobs: () => content.blobs(),
    async removeCapture(name) {
      // In one move: a capture is there, or it is not.
      await rename(at(name), path.join(root, 'store', `${REMOVED}${name}`));
      await finishRemoving(root);
    },
    async removeBlobs(blobs) {
      for (const blob of blobs) await content.remove(blob);
    },
    release,
  };
}

function locked(file: string, says: string): Promise<() => Promise<void>> {
  const hint = `Wait until it has ended. If none runs on any machine, remove ${file}.`;
  const busy = new HoldfastError('CAPTURE.BUSY', `${says}.`, { hint });
  return lockTaken(file, { patience: 0, leftAfter: Number.POSITIVE_INFINITY, busy });
}

function there(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

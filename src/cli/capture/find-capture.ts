import path from 'node:path';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import type { EstateDesk } from './estate-desk.ts';

/** A sealed capture, and the store that it is in. */
export interface FoundCapture {
  readonly store: CaptureStore;
  readonly reader: CaptureReader;
}

/**
 * The capture that is meant: `latest` or a name in the store of the configuration, a path, or `s3://bucket/prefix/name`. Throws as
 * `CaptureStore.read`.
 */
export async function findCapture(meant: string, desk: Pick<EstateDesk, 'store'>): Promise<FoundCapture> {
  const written = meant.replace(/(?<!\/)\/+$/, '');
  const cut = written.lastIndexOf('/');
  if (cut < 0) {
    const store = await desk.store();
    return { store, reader: await readIn(store, written) };
  }
  const place = written.slice(0, cut) || '/';
  const store = await desk.store(place.startsWith('s3://') ? place : path.resolve(place));
  const name = written.slice(cut + 1);
  return { store, reader: await readIn(store, name) };
}

async function readIn(store: CaptureStore, name: string): Promise<CaptureReader> {
  if (name === 'latest') return store.read(await newestIn(store));
  try {
    return await store.read(name);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'CAPTURE.MISSING') throw error;
    const sealed = (await store.list()).filter((each) => each.sealed);
    const guess = didYouMean(name, ['latest', ...sealed.map((each) => each.name)]);
    if (guess === undefined) throw error;
    throw new HoldfastError(error.code, error.message, { hint: `Did you mean ${guess}?`, cause: error });
  }
}

async function newestIn(store: CaptureStore): Promise<string> {
  const newest = (await store.list()).findLast(({ sealed }) => sealed);
  if (newest) return newest.name;
  const hint = 'Make one: npx holdfast capture';
  throw new HoldfastError('CAPTURE.MISSING', `There is no finished capture in ${store.place}.`, { hint });
}

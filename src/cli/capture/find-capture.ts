import path from 'node:path';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
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
    return { store, reader: await store.read(written === 'latest' ? await newestIn(store) : written) };
  }
  const place = written.slice(0, cut) || '/';
  const store = await desk.store(place.startsWith('s3://') ? place : path.resolve(place));
  const name = written.slice(cut + 1);
  return { store, reader: await store.read(name === 'latest' ? await newestIn(store) : name) };
}

async function newestIn(store: CaptureStore): Promise<string> {
  const newest = (await store.list()).findLast(({ sealed }) => sealed);
  if (newest) return newest.name;
  const hint = 'Make one: npx holdfast capture';
  throw new HoldfastError('CAPTURE.MISSING', `There is no finished capture in ${store.place}.`, { hint });
}

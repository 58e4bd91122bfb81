import path from 'node:path';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { usage } from '../outcome.ts';
import type { EstateDesk } from './estate-desk.ts';
import { captureCommand, isPlaced } from './place.ts';

/** A sealed capture, and the store that it is in. */
export interface FoundCapture {
  readonly store: CaptureStore;
  readonly reader: CaptureReader;
}

/**
 * The capture that is meant: `latest` or a name in `to`, else in the store of the configuration; a path, or
 * `s3://bucket/prefix/name`. Throws as `CaptureStore.read`.
 */
export async function findCapture(meant: string, desk: Pick<EstateDesk, 'store'>, to?: string): Promise<FoundCapture> {
  const written = meant.replace(/(?<!\/)\/+$/, '');
  if (!isPlaced(written)) {
    const store = await desk.store(to);
    return { store, reader: await readIn(store, written) };
  }
  refuseNameless(written);
  const cut = written.lastIndexOf('/');
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
    if (!(error instanceof HoldfastError)) throw error;
    if (error.code === 'CAPTURE.UNSEALED')
      throw hinting(`Finish it: ${captureCommand(store, '--resume', name)}`, error);
    if (error.code !== 'CAPTURE.MISSING' && error.code !== 'CAPTURE.NAME') throw error;
    const sealed = (await store.list()).filter((each) => each.sealed);
    const guess = didYouMean(name, ['latest', ...sealed.map((each) => each.name)]);
    if (guess !== undefined) throw hinting(`Did you mean ${guess}?`, error);
    throw hinting(`See what is there: ${captureCommand(store, 'list')}`, error);
  }
}

const hinting = (hint: string, cause: HoldfastError): HoldfastError =>
  new HoldfastError(cause.code, cause.message, { hint, cause });

/** `s3://bucket/prefix` is where captures are kept, and no capture. */
function refuseNameless(written: string): void {
  if (!/^s3:\/\/[^/]*(?:\/[^/]*)?$/.test(written)) return;
  throw usage(
    `"${written.slice(0, 200)}" says no name of a capture.`,
    'Write s3://bucket/prefix/name; or a name or latest, with --to s3://bucket/prefix.',
  );
}

async function newestIn(store: CaptureStore): Promise<string> {
  const newest = (await store.list()).findLast(({ sealed }) => sealed);
  if (newest) return newest.name;
  const hint = `Make one: ${captureCommand(store)}`;
  throw new HoldfastError('CAPTURE.MISSING', `There is no finished capture in ${store.place}.`, { hint });
}

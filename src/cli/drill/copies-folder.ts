import path from 'node:path';
import { journalFolder } from '../../lib/aws/restore-journal-file.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';

/**
 * Where what a drill made is captured, to be compared: beside its journal, for copies have as many bytes as what they were made from.
 * `undefined`: the captures are in a bucket, and these go to where the system keeps such things.
 */
export function copiesFolder(store: Pick<CaptureStore, 'place'>, drill: string): string | undefined {
  if (store.place.startsWith('s3://')) return undefined;
  return path.join(journalFolder(store, 'drills'), `${drill}-copies`);
}

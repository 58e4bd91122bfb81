import { jsonLines } from '../capture/captured-resource.ts';
import type { CaptureStore, StoreSweep } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import type { BucketContent } from './bucket-content.ts';
import { refuseHeld, takeLease, type Lease } from './bucket-lease.ts';
import { bytesOf, deleteAll, deleteBelow, listed, type BucketPlace } from './bucket-place.ts';
import { METADATA_FILE, UNSEALED } from './capture-name.ts';

const LEASE = 'lease.json';

/**
 * The lease of who writes a capture. Who writes takes the lease and then looks whether the store is swept; who sweeps does both the other way round. Throws
 * `CAPTURE.BUSY`.
 */
export async function writersLease(place: BucketPlace, folder: string, name: string): Promise<Lease> {
  const lease = await takeLease(place, leaseKey(folder), busyWith(name));
  try {
    await refuseHeld(place, sweeping(place), new HoldfastError('CAPTURE.BUSY', SWEPT, { hint: WAIT }));
    return lease;
  } catch (error) {
    await lease.release();
    throw error;
  }
}

const SWEPT = 'Another command takes captures away here.';
const WAIT = 'Wait until it has ended. One that was killed on another machine is taken over after five minutes.';
const leaseKey = (folder: string): string => `${folder}${UNSEALED}/${LEASE}`;
const sweeping = ({ prefix }: BucketPlace): string => `${prefix}store/sweeping.json`;

/** What is thrown where somebody else writes this capture. */
export function busyWith(name: string): HoldfastError {
  return new HoldfastError('CAPTURE.BUSY', `Another command writes the capture ${name}.`, { hint: WAIT });
}

/** See `CaptureStore.sweep`. */
export async function sweepOf(
  store: { place: BucketPlace; content: BucketContent; at: (name: string) => string } & Pick<CaptureStore, 'list'>,
): Promise<StoreSweep> {
  const { place, content, list, at } = store;
  const lease = await takeLease(place, sweeping(place), new HoldfastError('CAPTURE.BUSY', SWEPT, { hint: WAIT }));
  try {
    for (const { name, sealed } of await list())
      if (!sealed) await refuseHeld(place, leaseKey(at(name)), busyWith(name));
  } catch (error) {
    await lease.release();
    throw error;
  }
  return {
    async *unfinished(name) {
      for await (const { key } of listed(place, `${at(name)}${UNSEALED}/`))
        if (key.endsWith('.ndjson')) yield* jsonLines(bytesOf(place, key));
    },
    stream: content.stream,
    blobs: content.blobs,
    async removeCapture(name) {
      await lease.check();
      // The metadata goes last: a capture that is there has all that restoring needs.
      await deleteBelow(place, at(name), `${at(name)}${METADATA_FILE}`);
      await deleteAll(place, [`${at(name)}${METADATA_FILE}`]);
    },
    async removeBlobs(blobs) {
      await lease.check();
      await deleteAll(
        place,
        blobs.map(({ sha256 }) => content.keyOf(sha256)),
      );
    },
    release: () => lease.release(),
  };
}

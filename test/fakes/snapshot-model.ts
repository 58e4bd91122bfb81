import type { Content } from '../../src/lib/site/bucket.ts';
import type { Shelf, Snapshots } from '../../src/lib/site/snapshots.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import { frozenCopy } from './frozen.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';

/** The snapshot bucket, in memory. */
export interface SnapshotModel {
  readonly snapshots: Snapshots;
  readonly put: (shelf: Shelf, site: string, identity: string, content: Content) => void;
  readonly get: (shelf: Shelf, site: string, identity: string) => Content | undefined;
  /** Forgets one object, as the lifecycle rule of `rejected` does. */
  readonly expire: (shelf: Shelf, site: string, identity: string) => void;
}

/** Makes an empty store. */
export function snapshotModel(): SnapshotModel {
  const objects = new Map<string, Content>();
  const at = (shelf: Shelf, site: string, identity: string): string => `${shelf}/${site}/${identity}`;
  const model: Omit<SnapshotModel, 'snapshots'> = {
    put: (shelf, site, identity, content) => void objects.set(at(shelf, site, identity), frozenCopy(content)),
    get(shelf, site, identity) {
      const kept = objects.get(at(shelf, site, identity));
      if (kept && identify(sha256(kept.bytes), kept.headers) !== identity)
        throw new Error('the snapshot is not itself');
      return kept && { ...kept, bytes: Uint8Array.from(kept.bytes) };
    },
    expire: (shelf, site, identity) => void objects.delete(at(shelf, site, identity)),
  };
  return Object.assign(model, { snapshots: fakeSnapshots(model) });
}

/** The snapshots port over the model: each call is one step of `io`. */
export function fakeSnapshots(model: Omit<SnapshotModel, 'snapshots'>, io: Io = atOnce): Snapshots {
  return {
    put: (shelf, site, identity, content) =>
      io(`keep ${shelf} ${identity.slice(0, 8)}`, () => model.put(shelf, site, identity, content)),
    get: (shelf, site, identity) =>
      io(`fetch ${shelf} ${identity.slice(0, 8)}`, () => model.get(shelf, site, identity)),
  };
}

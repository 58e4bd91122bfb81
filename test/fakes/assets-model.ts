import type { AssetState, Assets } from '../../src/lib/rollback/assets-store.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';

/** The assets of a bucket, in memory: which are live, and whether a missing one can come back. */
export interface AssetsModel {
  readonly assets: Assets;
  readonly state: (key: string) => AssetState;
  readonly upload: (key: string) => void;
  /** Deletes an asset; `refused` when nothing will ever bring it back, though it was there. */
  readonly remove: (key: string, refused?: boolean) => void;
  readonly revive: (key: string) => void;
  readonly keep: (key: string) => void;
}

/** Makes an empty bucket of assets. On an unversioned one only those that were kept can be revived. */
export function assetsModel(versioned = true): AssetsModel {
  const live = new Set<string>();
  const sources = new Map<string, 'restorable' | 'unrestorable'>();
  const model: Omit<AssetsModel, 'assets'> = {
    state: (key) => (live.has(key) ? 'live' : (sources.get(key) ?? 'unknown')),
    upload(key) {
      live.add(key);
      if (versioned) sources.set(key, 'restorable');
    },
    remove(key, refused = false) {
      live.delete(key);
      if (refused) sources.set(key, 'unrestorable');
    },
    revive(key) {
      if (sources.get(key) === 'restorable') live.add(key);
    },
    keep(key) {
      if (live.has(key)) sources.set(key, 'restorable');
    },
  };
  return Object.assign(model, { assets: fakeAssets(model) });
}

/** The assets port over the model: each call is one step of `io`. */
export function fakeAssets(model: Pick<AssetsModel, 'state' | 'revive' | 'keep'>, io: Io = atOnce): Assets {
  return {
    state: (key) => io(`state of ${key}`, () => model.state(key)),
    revive: (key) => io(`revive ${key}`, () => model.revive(key)),
    keep: (key) => io(`keep asset ${key}`, () => model.keep(key)),
  };
}

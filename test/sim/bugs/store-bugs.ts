import type { Snapshots } from '../../../src/lib/site/snapshots.ts';
import type { Bug } from './bug.ts';

type Keep = () => Promise<void>;

/** Holds back what is put on a shelf until something else was done. */
function holdingBack(snapshots: Snapshots, shelf: 'accepted' | 'rejected'): { snapshots: Snapshots; catchUp: Keep } {
  const waiting: Keep[] = [];
  return {
    snapshots: {
      ...snapshots,
      async put(at, site, identity, content) {
        const keep: Keep = () => snapshots.put(at, site, identity, content);
        if (at === shelf) waiting.push(keep);
        else await keep();
      },
    },
    async catchUp() {
      for (let keep = waiting.shift(); keep; keep = waiting.shift()) await keep();
    },
  };
}

/** Keeps the rejected bytes only after they were overwritten. */
export const quarantineAfter: Bug = {
  name: 'quarantine after the overwrite',
  foundBy: ['I2'],
  guard(deps) {
    const { snapshots, catchUp } = holdingBack(deps.snapshots, 'rejected');
    const { bucket } = deps;
    return {
      ...deps,
      snapshots,
      bucket: {
        ...bucket,
        async put(...args) {
          const outcome = await bucket.put(...args);
          await catchUp();
          return outcome;
        },
      },
    };
  },
};

/** Keeps an accepted version only after the registry named it. */
export const snapshotAfter: Bug = {
  name: 'snapshot after the registry',
  foundBy: ['I2'],
  guard(deps) {
    const { snapshots, catchUp } = holdingBack(deps.snapshots, 'accepted');
    const { registry } = deps;
    return {
      ...deps,
      snapshots,
      registry: {
        ...registry,
        async commit(transition) {
          const outcome = await registry.commit(transition);
          await catchUp();
          return outcome;
        },
      },
    };
  },
};

import type { S3Model } from '../../fakes/s3-model.ts';
import type { SiteFolder } from './site-folder.ts';

/** When a process dies: before a write of its own happens, or once it happened and before it was told so. */
export type Death = 'before' | 'after';

/**
 * Lets the process die at its n-th write, to a target or a store; from then on nothing works. `heal` brings it back to
 * life, and says whether it died at all.
 */
export function mortal(site: SiteFolder, at: number, death: Death): { heal: () => boolean } {
  const { stores, targets } = site.stack;
  const models = new Map(targets);
  let writes = 0;
  const alive = (moment: Death) => {
    if (writes > at || (writes === at && moment === death)) throw new Error('the process died');
  };
  const dying = <T>(effect: () => T): T => {
    writes += 1;
    alive('before');
    const result = effect();
    alive('after');
    return result;
  };
  const later = async <T>(effect: () => Promise<T>): Promise<T> => {
    writes += 1;
    alive('before');
    const result = await effect();
    alive('after');
    return result;
  };
  const { snapshots, releases } = stores;
  site.stack.stores = {
    ...stores,
    snapshots: { ...snapshots, put: (...all) => later(() => snapshots.put(...all)) },
    releases: {
      ...releases,
      begin: (...all) => later(() => releases.begin(...all)),
      end: (...all) => later(() => releases.end(...all)),
      noteChange: (...all) => later(() => releases.noteChange(...all)),
    },
  };
  for (const [name, model] of models) targets.set(name, mortalModel(model, dying));
  return {
    heal() {
      site.stack.stores = stores;
      for (const [name, model] of models) targets.set(name, model);
      return writes >= at;
    },
  };
}

function mortalModel(model: S3Model, dying: <T>(effect: () => T) => T): S3Model {
  return {
    ...model,
    raw: { ...model.raw, upload: (...all) => dying(() => model.raw.upload(...all)) },
    bucket: { ...model.bucket, delete: async (...all) => dying(() => model.remove(...all)) },
  };
}

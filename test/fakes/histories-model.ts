import type { Histories } from '../../src/lib/site/histories.ts';
import type { PageRef } from '../../src/lib/site/page-ref.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';

/** What is remembered of pages, in memory. */
export interface HistoriesModel {
  readonly histories: Histories;
  readonly get: (ref: PageRef) => Uint8Array | undefined;
  readonly put: (ref: PageRef, bytes: Uint8Array) => void;
  /** Forgets a page, as if nothing had ever been kept. */
  readonly lose: (ref: PageRef) => void;
}

/** Makes an empty memory. */
export function historiesModel(): HistoriesModel {
  const objects = new Map<string, Uint8Array>();
  const at = ({ site, key }: PageRef): string => JSON.stringify([site, key]);
  const model: Omit<HistoriesModel, 'histories'> = {
    get(ref) {
      const kept = objects.get(at(ref));
      return kept && Uint8Array.from(kept);
    },
    put: (ref, bytes) => void objects.set(at(ref), Uint8Array.from(bytes)),
    lose: (ref) => void objects.delete(at(ref)),
  };
  return Object.assign(model, { histories: fakeHistories(model) });
}

/** The histories port over the model: each call is one step of `io`. */
export function fakeHistories(model: Omit<HistoriesModel, 'histories'>, io: Io = atOnce): Histories {
  return {
    get: (ref) => io(`remember ${ref.key}`, () => model.get(ref)),
    put: (ref, bytes) => io(`note ${ref.key}`, () => model.put(ref, bytes)),
  };
}

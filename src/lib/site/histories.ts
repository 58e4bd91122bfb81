import type { PageRef } from './page-ref.ts';

/**
 * Where what the last accepted versions of a page say is kept, as one object. A memory only: the page's record says
 * which versions there were, and what is missing here is read anew from the snapshot store.
 */
export interface Histories {
  /** `undefined` where nothing was kept. */
  get(ref: PageRef): Promise<Uint8Array | undefined>;
  /** Replaces what was kept; the last one wins, whoever it is. */
  put(ref: PageRef, bytes: Uint8Array): Promise<void>;
}

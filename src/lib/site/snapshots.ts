import type { Content } from './bucket.ts';

/**
 * Which shelf of the snapshot bucket: what was accepted never expires, what was rejected after 400 days. `replaced` has
 * what deploys overwrote, on staging as on production, kept before the write; it never expires either.
 */
export type Shelf = 'accepted' | 'rejected' | 'replaced';

/** The snapshot store. Keys are identities, so that a put may run twice. */
export interface Snapshots {
  /** Keeps bytes and headers under `<shelf>/<site>/<identity>`; done when it returns. */
  put(shelf: Shelf, site: string, identity: string, content: Content): Promise<void>;
  /** `undefined` when it was never kept, or expired. The content is checked against the identity. */
  get(shelf: Shelf, site: string, identity: string): Promise<Content | undefined>;
}

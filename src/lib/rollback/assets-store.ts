/** Whether a page can be put back without breaking: `unknown` means that no source has ever had the asset. */
export type AssetState = 'live' | 'restorable' | 'unrestorable' | 'unknown';

/** The scripts and styles that pages load, in a site's production bucket. Never judged, kept restorable. */
export interface Assets {
  /** Reads only. `unrestorable`: it was there once, but is too large or refused. */
  state(key: string): Promise<AssetState>;
  /** Brings the newest real version of a missing asset back, unless something is live by then; may run twice. */
  revive(key: string): Promise<void>;
  /** On a bucket without versions, keeps a copy of the live asset in the snapshot store; may run twice. */
  keep(key: string): Promise<void>;
}

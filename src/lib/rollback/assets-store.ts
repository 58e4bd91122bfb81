/** The scripts and styles that pages load, in a site's production bucket. Never judged, kept restorable. */
export interface Assets {
  isLive(key: string): Promise<boolean>;
  /**
   * Brings the newest real version of a missing asset back, unless something is live by then. `unknown`: no source has
   * ever had it. `unrestorable`: it was there once, but is too large or refused.
   */
  revive(key: string): Promise<'live' | 'revived' | 'unknown' | 'unrestorable'>;
  /** On a bucket without versions, keeps a copy of the live asset in the snapshot store; may run twice. */
  keep(key: string): Promise<void>;
}

/** A person accepted exactly this version of a page on staging: its bytes and the headers it is served with. */
export interface Verification {
  readonly site: string;
  /** The page's key in the production bucket. */
  readonly key: string;
  /** The identity of the version on staging. */
  readonly identity: string;
  /** SHA-256 of its stored bytes. */
  readonly sha256: string;
  /** What was checked before the person was asked, one sentence each. */
  readonly checks: readonly string[];
  /** As the server knows them. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

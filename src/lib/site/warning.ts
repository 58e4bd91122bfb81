/** A standing note that blocks deploys of a page, or of the whole site, until somebody acknowledges it. */
export interface Warning {
  /** Tells the warnings of one site apart: 20 hex digits; one that the guard raised has its incident's id. */
  readonly id: string;
  readonly site: string;
  /** Absent: it is about the whole site. */
  readonly key?: string;
  readonly says: string;
  /** Whoever raised it, as the server knows them; `the guard` where it did so itself. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The incident for which the guard raised it. */
  readonly incident?: string;
  readonly acknowledged?: { readonly by: string; readonly reason: string; readonly at: string };
}

/** What a warning's id looks like, where one comes back from outside: a random one, or that of its incident. */
export const WARNING_ID = /^[0-9a-f]{20}$/;

/** A standing note that blocks deploys of a page, or of the whole site, until somebody acknowledges it. */
export interface Warning {
  /** Tells the warnings of one site apart; 12 to 64 letters, digits and hyphens. */
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

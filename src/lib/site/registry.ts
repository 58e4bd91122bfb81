import type { Incident } from '../incident/incident.ts';
import type { PageRecord } from './page-record.ts';
import type { PageRef } from './page-ref.ts';
import type { SiteRecord, TokenRecord } from './site-record.ts';
import type { Warning } from './warning.ts';

/** A conditional write of one record: `expect` is the revision that was read, or `absent`. */
export interface Write<T> {
  readonly expect: number | 'absent';
  readonly next: T;
}

/**
 * One transition: all of it or nothing. The page's revision serialises a page; `site` checks the registry's revision
 * and, with `moves`, adds one to it. Whatever takes a token from a page, or undoes an upload, has it; what only adds
 * needs none, so that a deploy of 500 pages does not queue up behind one item.
 */
export interface Transition {
  readonly page: Write<PageRecord>;
  readonly site?: { readonly name: string; readonly expect: number; readonly moves: boolean };
  readonly incidents: readonly Write<Incident>[];
  readonly tokens: readonly TokenChange[];
  /**
   * What the guard warns of with an incident that this transition opens. Their ids are the incident's, which is new: so
   * they need no condition of their own, and a warning that somehow is there already never keeps a page from being restored.
   */
  readonly warnings?: readonly Warning[];
  /** The warning that a decision ends: it must be there and open, and is replaced by this. */
  readonly acknowledged?: Warning;
  /** The personal link that decides: it must be there, unused and not over, and is used up. */
  readonly link?: LinkUse;
}

/** The use of a personal link; `hash` is its code's, `at` the time of use in ISO 8601. */
export interface LinkUse {
  readonly incident: string;
  readonly hash: string;
  readonly at: string;
}

/**
 * A page gains or loses a token; `at` is the LastModified of the version that did it. Gaining sets `gainedAt` and
 * `lastSeen`, losing only `lastSeen`; `firstSeen` stays what it was.
 */
export interface TokenChange {
  readonly name: string;
  readonly key: string;
  readonly state: 'live' | 'lost';
  readonly at: string;
}

/** The table. All reads but `recentlyRestored` are strongly consistent. */
export interface Registry {
  /** The page (if known) and its site (if applied). */
  read(ref: PageRef): Promise<{ page?: PageRecord; site?: SiteRecord }>;
  incident(id: string): Promise<Incident | undefined>;
  warning(site: string, id: string): Promise<Warning | undefined>;
  /** Every page of the site that has or had the token. */
  homes(site: string, token: string): Promise<TokenRecord[]>;
  /** Pages with a restore since then and what it put back. A hint: may lag by seconds, at most 100. */
  recentlyRestored(site: string, since: string): Promise<{ key: string; tokens: readonly string[] }[]>;
  /** Records an incident of a page that has no record; nothing happens when it is known already. */
  open(incident: Incident): Promise<void>;
  /** `conflict`: a condition failed or someone wrote at once; nothing was written: look again. */
  commit(transition: Transition): Promise<'done' | 'conflict'>;
}

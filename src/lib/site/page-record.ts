import type { Former } from '../history/history.ts';
import type { FindingCode } from './policy.ts';
import type { PageRef } from './page-ref.ts';
import type { ServedHeaders, StoredAs } from './version.ts';

/** The version of a page that was last accepted. `DELETED` when a deletion was accepted. */
export interface Baseline {
  readonly identity: string;
  readonly sha256: string;
  readonly size: number;
  readonly versionId: string;
  readonly etag?: string;
  readonly lastModified: string;
  readonly headers: ServedHeaders;
  readonly storedAs: StoredAs;
  readonly tokens: readonly string[];
  /** Which token sources found them; absent where nobody knows. */
  readonly sources?: string;
  /** Whether a visitor could see any text: a page that never had any is not `page.emptied`. */
  readonly hasText: boolean;
  /** When the guard accepted it, ISO 8601. */
  readonly acceptedAt: string;
  /** The guard accepted it in spite of what was found in it; a person who overrides says that it was right. */
  readonly doubted?: true;
}

/** The cursor: the version that was last looked at, and what came of it. */
export interface Seen {
  readonly versionId: string;
  readonly etag?: string;
  readonly lastModified: string;
  readonly mark?: number;
  readonly identity: string;
  readonly kind: 'good' | 'bad' | 'undecided';
}

/**
 * A write of ours, recorded before S3 is touched. A version is our own only while an attempt with its mark and its
 * identity is still here: each number counts once.
 */
export interface Attempt {
  readonly n: number;
  readonly identity: string;
  readonly incident?: string;
  readonly counted: boolean;
  /** ISO 8601; old attempts that can no longer land are pruned by it. */
  readonly at: string;
}

/** A decision made before the upload: these findings or tokens may happen to this page until then. */
export interface Allowance {
  readonly codes?: readonly FindingCode[];
  readonly tokens?: readonly string[];
  /** ISO 8601. */
  readonly until: string;
  readonly reason: string;
  readonly by: string;
}

/** What makes an allowance this one and no other of its page. */
export function allowanceIdentity({ codes = [], tokens = [], until, reason, by }: Allowance): string {
  return JSON.stringify([codes, tokens, until, reason, by]);
}

/** Tokens that a restore just put back: when they turn up on another page, the incident's alert says where. */
export interface JustRestored {
  readonly incident: string;
  readonly tokens: readonly string[];
  readonly at: string;
}

/**
 * The state machine of a page, one item of the registry. `rev` moves at every write, `gen` only when the baseline
 * moves. A page whose first version is undecided has a record without a baseline.
 */
export interface PageRecord {
  readonly ref: PageRef;
  readonly rev: number;
  readonly gen: number;
  readonly baseline?: Baseline;
  /** The baselines before this one, newest first; absent while there are none. Deletions are left out. */
  readonly former?: readonly Former[];
  readonly seen: Seen;
  /** Incidents in `restoring`. */
  readonly open: readonly string[];
  readonly attempts: readonly Attempt[];
  /** Open incidents of which a write of ours was seen. */
  readonly landed: readonly string[];
  /** Times of counted restores, ISO 8601, oldest first. */
  readonly restores: readonly string[];
  /** The incident for which the page is contested. */
  readonly contested?: string;
  /** An overridden deletion: the next deletion is accepted. */
  readonly mayDelete: boolean;
  /** Reference of a purge that is still to be asked for. */
  readonly purge?: string;
  readonly justRestored?: JustRestored;
  readonly allowances: readonly Allowance[];
}

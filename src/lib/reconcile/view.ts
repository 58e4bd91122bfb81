import type { Cdn } from '../rollback/cdn.ts';
import type { Assets } from '../rollback/assets-store.ts';
import type { Bucket } from '../site/bucket.ts';
import type { Histories } from '../site/histories.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { PageRecord } from '../site/page-record.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { Registry } from '../site/registry.ts';
import type { SiteRecord } from '../site/site-record.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { TakeTurn } from '../turns.ts';
import type { NamedWriter } from '../upload/named-writer.ts';

/** What reconciling a page needs of the world. `bucket` and `assets` are those of the page's site. */
export interface ReconcileDeps {
  readonly registry: Registry;
  readonly bucket: Bucket;
  readonly snapshots: Snapshots;
  readonly histories: Histories;
  readonly cdn: Cdn;
  readonly queue: LookQueue;
  readonly assets: Assets;
  readonly now: () => Date;
  /** Waits before the next of several looks, longer each time and at random, so that those who race come apart. */
  readonly backOff: (looks: number) => Promise<void>;
  /** Runs what holds so many stored bytes when they fit beside what other looks hold. */
  readonly takeTurn: TakeTurn;
}

/** One look at a page: its records as this run last read or wrote them. */
export interface View {
  readonly ref: PageRef;
  readonly page?: PageRecord;
  readonly site: SiteRecord;
  readonly notices: readonly NamedWriter[];
}

/** A view of a page that has a record. */
export type PageView = View & { readonly page: PageRecord };

export function isKnown(view: View): view is PageView {
  return view.page !== undefined;
}

/** Which version is settled: the live one or one that was replaced; for the first time, or again. */
export interface Turn {
  readonly live: boolean;
  /** Not fresh: the cursor has passed it, but the baseline, the registry or the policy may have moved since. */
  readonly fresh: boolean;
}

/**
 * What a step of a look gave: go on with this view, look again (someone else wrote, or we did), or nothing is left to
 * do until something changes.
 */
export type Step =
  { readonly kind: 'go-on'; readonly view: View } | { readonly kind: 'again' } | { readonly kind: 'done' };

export const AGAIN: Step = { kind: 'again' };
export const DONE: Step = { kind: 'done' };

/** The page's next record: every write moves its revision. */
export function nextPage(
  view: View,
  change: Partial<Omit<PageRecord, 'ref' | 'rev'>> & Pick<PageRecord, 'seen'>,
): PageRecord {
  const page = view.page ?? firstRecord(view.ref, change.seen);
  return { ...page, ...change, rev: page.rev + 1 };
}

function firstRecord(ref: PageRef, seen: PageRecord['seen']): PageRecord {
  const none = { open: [], attempts: [], landed: [], restores: [], allowances: [] };
  return { ref, rev: 0, gen: 0, seen, mayDelete: false, ...none };
}

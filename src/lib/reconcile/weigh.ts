import type { History } from '../history/history.ts';
import type { Memory } from '../history/memory.ts';
import type { PageContent, Reading } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { DELETED } from '../site/version.ts';
import { writerOf } from '../upload/named-writer.ts';
import { inForce, LATE_LOOK_MS } from '../verdict/allowed.ts';
import { looksStale } from '../verdict/check-base.ts';
import { hasRetired } from '../verdict/check-retired.ts';
import { lostTokens } from '../verdict/check-tokens.ts';
import { mayBeCut } from '../verdict/check-truncated.ts';
import type { Verdict } from '../verdict/finding.ts';
import { gainedElsewhere } from '../verdict/gained-elsewhere.ts';
import { judge, type Judged } from '../verdict/judge.ts';
import { baselineToday, beforeOf } from './baseline-today.ts';
import { pastOf } from './past.ts';
import { reading, type Read } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** A verdict with what was read to reach it. */
export interface Weighed {
  readonly verdict: Verdict;
  readonly content?: PageContent;
  /** What is known of the versions that were accepted before. */
  readonly memory?: Memory;
}

/** What weighing reads of the world. */
export type WeighDeps = Pick<ReconcileDeps, 'histories' | 'now'> & {
  readonly snapshots: Pick<ReconcileDeps['snapshots'], 'get'>;
  readonly registry: Pick<ReconcileDeps['registry'], 'homes' | 'read'>;
  readonly bucket: Pick<ReconcileDeps['bucket'], 'head'>;
};

/** Gathers what judging needs, as late and as little as possible, and judges. Reads only. */
export async function weigh(view: View, version: Read, deps: WeighDeps): Promise<Weighed> {
  const { page, site } = view;
  const read = version.deleted ? undefined : reading(view, version);
  const content = read?.kind === 'read' ? read.content : undefined;
  const before = beforeOf(view, deps);
  const baseline = await baselineToday(view, before);
  const past = content && (await pastOf(view, before, deps));
  const verdict = judge({
    site,
    version: judged(view, version, read),
    baseline,
    history: past?.history,
    before: content && needsBefore(content, site, past?.history) ? await before() : undefined,
    gainedElsewhere: baseline ? await movedTokens(view, baseline, version, content, deps) : new Map(),
    allowances: inForce(page?.allowances ?? [], uploadedAt(version, deps.now())),
    mayDelete: page?.mayDelete ?? false,
  });
  return { verdict, content, memory: past?.memory };
}

/** Something retired may have been on the page all along; what was cut off or goes back is told by the whole page. */
export function needsBefore(content: PageContent, site: SiteRecord, history: History | undefined): boolean {
  if (hasRetired(content, site)) return true;
  if (!history) return false;
  return looksStale(content, history) || (history.anatomy !== undefined && mayBeCut(history.anatomy, content));
}

/**
 * When it was uploaded, to the second, but within the hour. Without versions nothing says when an object was deleted: it
 * was seen just now.
 */
function uploadedAt({ versionId, lastModified }: Read, now: Date): Date {
  if (versionId === 'gone') return now;
  const earliest = now.getTime() - LATE_LOOK_MS;
  return new Date(Math.max(earliest, Math.min(Date.parse(lastModified), now.getTime())));
}

function judged(view: View, version: Read, read: Reading | undefined): Judged {
  if (!read || version.deleted) {
    const event = writerOf(version, view.notices)?.event ?? '';
    return { deleted: true, identity: DELETED, byLifecycle: event.includes('LifecycleExpiration') };
  }
  return { deleted: false, identity: version.identity, headers: version.headers, reading: read };
}

/** Where tokens that this version lost have just been gained: token → key. */
async function movedTokens(
  view: View,
  baseline: Baseline,
  version: Read,
  content: PageContent | undefined,
  deps: Pick<WeighDeps, 'registry' | 'bucket' | 'now'>,
): Promise<Map<string, string>> {
  const moved = new Map<string, string>();
  const lostAt = version.versionId === 'gone' ? deps.now().toISOString() : version.lastModified;
  if (!version.deleted && !content) return moved;
  for (const token of lostTokens(baseline, content?.tokens.keys() ?? [], view.site)) {
    const homes = await deps.registry.homes(view.ref.site, token);
    const key = gainedElsewhere(homes, { key: view.ref.key, baseline }, lostAt);
    if (key !== undefined && (await isHome({ site: view.ref.site, key }, token, deps))) moved.set(token, key);
  }
  return moved;
}

/**
 * Whether the page truly has the token now: its live object still is what the registry knows. One that was changed and
 * not yet looked at may be losing the token at this very moment; one that a restore just gave it back did not gain it.
 */
export async function isHome(
  ref: PageRef,
  token: string,
  {
    registry,
    bucket,
  }: {
    readonly registry: Pick<WeighDeps['registry'], 'read'>;
    readonly bucket: WeighDeps['bucket'];
  },
): Promise<boolean> {
  const [{ page }, live] = await Promise.all([registry.read(ref), bucket.head(ref.key)]);
  if (page?.seen.kind !== 'good' || page.seen.identity !== page.baseline?.identity) return false;
  if (page.open.length > 0 || page.justRestored?.tokens.includes(token)) return false;
  return live?.versionId === page.seen.versionId && live.etag === page.seen.etag;
}

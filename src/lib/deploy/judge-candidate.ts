import type { PageContent } from '../page/page-content.ts';
import { baselineOf } from '../reconcile/accept.ts';
import { sourcesId } from '../reconcile/baseline-today.ts';
import { reading, type Read } from '../reconcile/read-version.ts';
import { nextPage, type View } from '../reconcile/view.ts';
import { weigh, type WeighDeps } from '../reconcile/weigh.ts';
import type { Content } from '../site/bucket.ts';
import type { PageRecord } from '../site/page-record.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { SiteRecord } from '../site/site-record.ts';
import { DELETED, identify, sha256, type Version } from '../site/version.ts';
import type { Verdict } from '../verdict/finding.ts';

/** The features of a page that would be deployed, against those that are live. */
export interface Features {
  readonly kept: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** What the guard would say of a version before anybody uploads it. */
export interface Judged {
  readonly verdict: Verdict;
  readonly features: Features;
  /** What the version says; absent where it cannot be read. */
  readonly content?: PageContent;
  /** What the live version says; absent where nothing is live, or it cannot be read. */
  readonly liveContent?: PageContent;
}

/** The records of a page and its site, and what is live in production. */
export interface Production {
  readonly ref: PageRef;
  readonly site: SiteRecord;
  readonly page?: PageRecord;
  readonly live?: Version;
}

/**
 * Judges bytes as the guard will once they are live: by the same checks, the same history and allowances. Where the guard
 * has not seen what is live, that is what they are compared with. Reads only.
 */
export async function judgeCandidate(production: Production, content: Content, deps: WeighDeps): Promise<Judged> {
  const view = viewOf(production);
  const { live } = production;
  const liveReading = live && reading(view, live);
  const liveContent = liveReading?.kind === 'read' ? liveReading.content : undefined;
  const candidate = versionOf(content, deps.now());
  const weighed = await weigh(againstLive(view, live, liveContent, deps.now()), candidate, {
    ...deps,
    snapshots: knowingLive(deps.snapshots, live),
  });
  const had = [...(liveContent?.tokens.keys() ?? [])];
  const has = [...(weighed.content?.tokens.keys() ?? [])];
  return {
    verdict: weighed.verdict,
    features: {
      kept: had.filter((token) => has.includes(token)),
      gained: has.filter((token) => !had.includes(token)),
      lost: had.filter((token) => !has.includes(token)),
    },
    ...(weighed.content && { content: weighed.content }),
    ...(liveContent && { liveContent }),
  };
}

/** Bytes that are nowhere yet, as a version. */
function versionOf({ bytes, headers, storedAs }: Content, now: Date): Read & Version {
  const digest = sha256(bytes);
  return {
    versionId: 'not uploaded',
    etag: '',
    lastModified: now.toISOString(),
    deleted: false,
    identity: identify(digest, headers),
    sha256: digest,
    size: bytes.length,
    bytes,
    headers,
    storedAs,
  };
}

/** The snapshot store, with what is live at hand: it need not be read twice, nor be kept yet. */
function knowingLive({ get }: WeighDeps['snapshots'], live: Version | undefined): WeighDeps['snapshots'] {
  return {
    get: async (shelf, site, identity) =>
      live?.bytes && live.identity === identity
        ? { bytes: live.bytes, headers: live.headers, storedAs: live.storedAs }
        : get(shelf, site, identity),
  };
}

const viewOf = ({ ref, site, page }: Production): View => ({ ref, site, notices: [], ...(page && { page }) });

/** A page whose first version nobody looked at yet is compared with that version. */
function againstLive(view: View, live: Version | undefined, content: PageContent | undefined, now: Date): View {
  const baseline = view.page?.baseline;
  if (!live || (baseline && baseline.identity !== DELETED)) return view;
  const assumed = { ...baselineOf(live, content, now), sources: sourcesId(view.site.config) };
  const { versionId, etag, lastModified, identity } = live;
  const seen = { versionId, etag, lastModified, identity, kind: 'good' } as const;
  return { ...view, page: nextPage(view, { seen, baseline: assumed }) };
}

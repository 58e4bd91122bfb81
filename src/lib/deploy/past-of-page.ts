import type { IncidentState } from '../incident/incident.ts';
import type { PageRecord } from '../site/page-record.ts';
import type { Shelf } from '../site/snapshots.ts';
import { DELETED, type ListedVersion } from '../site/version.ts';
import type { ReleasedChange } from './release.ts';

/** What a version was to the guard; `put-back`: it has our own mark. */
export type Was = 'baseline' | 'accepted' | 'rejected' | 'observed' | 'undecided' | 'overridden' | 'put-back';

/** One state that a page once had, as far as anything is known of it. */
export interface PastVersion {
  /** When it was uploaded, ISO 8601. */
  readonly at: string;
  /** Nobody knows when it was uploaded, only that it was live until `at`. */
  readonly before?: true;
  /** In the bucket; absent where the bucket does not have it (any more). */
  readonly versionId?: string;
  readonly live: boolean;
  readonly deleted: boolean;
  readonly size?: number;
  /** Absent where the version was not read and no record names it. */
  readonly identity?: string;
  /** SHA-256 of its stored bytes. */
  readonly sha256?: string;
  readonly was: readonly Was[];
  readonly incidents: readonly { readonly id: string; readonly state: IncidentState }[];
  /** Where the snapshot store has it. */
  readonly kept?: readonly Shelf[];
  readonly release?: Pick<ReleasedChange, 'release' | 'change' | 'by' | 'at'>;
  /** Who accepted these bytes on staging. */
  readonly verified?: { readonly by: string; readonly at: string };
}

/** A version as the bucket lists it, with what one GET told of it where it was read. */
export interface ListedPast extends ListedVersion {
  readonly identity?: string;
  readonly sha256?: string;
  readonly mark?: number;
}

/** An incident of the page, with the version that it is about. */
export interface PastIncident {
  readonly id: string;
  readonly state: IncidentState;
  readonly identity: string;
  readonly versionId: string;
  /** When that was uploaded, ISO 8601. */
  readonly at: string;
}

/** What a release wrote over the page in production. */
export interface PastRelease {
  readonly at: string;
  readonly identity: string;
  readonly replaces?: string;
}

/** All that is known of a page's past, each part newest first. */
export interface KnownPast {
  readonly listed: readonly ListedPast[];
  /** The bucket has older ones that were not listed. */
  readonly cut: boolean;
  readonly page?: Pick<PageRecord, 'baseline' | 'former'>;
  readonly incidents: readonly PastIncident[];
  readonly releases: readonly PastRelease[];
}

/**
 * Puts together what the bucket, the page's record, its incidents and its releases know, newest first. The bucket's own
 * order stands; what only the records know is put in by its time. Pure.
 */
export function pastOfPage(known: KnownPast): PastVersion[] {
  const listed = known.listed.map((version, place) => inBucket(version, place === 0, known));
  const oldest = listed.at(-1)?.at ?? '';
  const there = new Set(listed.map(({ identity }) => identity));
  const past = [...listed];
  for (const version of recorded(known)) {
    if (there.has(version.identity)) continue;
    there.add(version.identity);
    // Older than what was listed: it may well be in the bucket, too.
    if (known.cut && version.at < oldest) continue;
    // Of one second, what is live is the newest.
    const place = past.findIndex(({ at }) => at < version.at);
    past.splice(place === -1 ? past.length : place, 0, version);
  }
  return past;
}

function inBucket(version: ListedPast, newest: boolean, known: KnownPast): PastVersion {
  const { versionId, lastModified, deleted, size, sha256, mark } = version;
  const identity = deleted ? DELETED : (version.identity ?? namedBy(versionId, known));
  const role = deleted ? NOTHING : roleOf(identity, known, versionId);
  return {
    at: lastModified,
    versionId,
    live: newest && !deleted,
    deleted,
    ...(size !== undefined && { size }),
    ...(identity !== undefined && { identity }),
    ...(sha256 !== undefined && { sha256 }),
    ...role,
    was: mark === undefined ? role.was : [...role.was, 'put-back'],
  };
}

/** What records alone say: the accepted ones first, for they know best when a version was uploaded. */
function recorded(known: KnownPast): PastVersion[] {
  const of = (identity: string, at: string): PastVersion => ({
    at,
    identity,
    live: false,
    deleted: false,
    ...roleOf(identity, known),
  });
  return [
    ...acceptedIn(known).map(({ identity, lastModified }) => of(identity, lastModified)),
    ...known.incidents.map(({ identity, at }) => of(identity, at)),
    ...known.releases.map(({ identity, at }) => of(identity, at)),
    ...known.releases.flatMap(({ replaces, at }) =>
      replaces === undefined ? [] : [{ ...of(replaces, at), before: true as const }],
    ),
  ].filter(({ identity }) => identity !== DELETED);
}

const NOTHING = { was: [], incidents: [] } as const;

/** By its version id where a record names it: the same bytes may have been accepted once, and rejected later. */
function roleOf(identity: string | undefined, known: KnownPast, versionId = 'null') {
  const isNamed = (each: { readonly versionId: string }) => versionId !== 'null' && each.versionId === versionId;
  const isSame = (each: { readonly identity: string }) => each.identity === identity;
  const is = [...acceptedIn(known), ...known.incidents].some(isNamed) ? isNamed : isSame;
  const { baseline } = known.page ?? {};
  const incidents = known.incidents.filter(is);
  const accepted: Was[] = baseline && is(baseline) ? ['baseline'] : acceptedIn(known).some(is) ? ['accepted'] : [];
  const was: Was[] = [...accepted, ...new Set(incidents.map(({ state }) => WAS[state]))];
  return { was, incidents: incidents.map(({ id, state }) => ({ id, state })) };
}

const WAS: Readonly<Record<IncidentState, Was>> = {
  restoring: 'rejected',
  restored: 'rejected',
  superseded: 'rejected',
  contested: 'rejected',
  dismissed: 'rejected',
  observed: 'observed',
  undecided: 'undecided',
  overridden: 'overridden',
};

function acceptedIn({ page }: Pick<KnownPast, 'page'>) {
  return [...(page?.baseline ? [page.baseline] : []), ...(page?.former ?? [])];
}

/** By its version id; without versions all versions have the same. */
function namedBy(versionId: string, known: KnownPast): string | undefined {
  if (versionId === 'null') return undefined;
  return [...acceptedIn(known), ...known.incidents].find((each) => each.versionId === versionId)?.identity;
}

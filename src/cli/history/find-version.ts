import type { PastVersion } from '../../lib/deploy/past-of-page.ts';
import { momentOf, versionMeant, type Meant } from '../../lib/deploy/past-of-page-find.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Content } from '../../lib/site/bucket.ts';
import type { Shelf, Snapshots } from '../../lib/site/snapshots.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { TargetBucket } from '../../lib/deploy/target-bucket.ts';
import type { Session } from '../command.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';
import { utcSecond } from '../when.ts';
import { namedPast, wholePast, type Place } from './read-past.ts';

/** So many versions are listed, and so many read, to find the one that is meant. */
const MOST_LISTED = 2000;
const MOST_READ = 100;

const WHOLE_IDENTITY = /^[0-9a-f]{64}$/;
const NEVER = '1970-01-01T00:00:00.000Z';

/** Throws `CLI.USAGE` for a time that is not over yet; runs before anything is read. */
export function checkMoment(text: string, now: Date): void {
  const moment = momentOf(text);
  if (moment && moment.getTime() > now.getTime()) {
    throw usage(`${text} is yet to come.`, 'Write a time that is over, with its zone, e.g. 2026-03-10T12:00Z.');
  }
}

/**
 * The version of a page that is meant. Only where no list names it are the newest versions read, for the beginning of an
 * identity. Throws `CLI.USAGE` where it is none, or could be several.
 */
export async function findVersion(place: Place, text: string, session: Session): Promise<PastVersion> {
  const named = versionMeant((await namedPast(place, MOST_LISTED, session)).versions, text);
  if (named.kind !== 'none' || momentOf(text)) return theOne(named, text, place);
  const read = versionMeant((await wholePast(place, MOST_READ, session)).versions, text);
  if (read.kind !== 'none' || !WHOLE_IDENTITY.test(text)) return theOne(read, text, place);
  // Of what a deploy replaced, the store may know more than any record.
  return { at: NEVER, before: true, identity: text, live: false, deleted: false, was: [], incidents: [] };
}

function theOne(meant: Meant, text: string, { site, key }: Place): PastVersion {
  const see = `See what there is with \`npx holdfast history ${site.name} ${shellWord(key)}\`.`;
  switch (meant.kind) {
    case 'one':
      return meant.version;
    case 'several': {
      const few = meant.versions.slice(0, 5).map(versionName).join(', ');
      throw usage(printable(`Several versions begin with ${text}: ${few}.`), 'Write more of it.');
    }
    case 'gone':
      throw usage(printable(`What ${text} names is a deletion: there is no version to be had.`), see);
    case 'none': {
      const what = momentOf(text) ? `Nothing is known of the page at ${text}` : `No version is called ${text}`;
      throw usage(printable(`${what}.`), see);
    }
    default:
      return meant satisfies never;
  }
}

/** How a version is named to people. */
export function versionName({ versionId = 'null', identity = '', at }: PastVersion): string {
  const name = versionId === 'null' ? identity.slice(0, 12) || versionId : versionId;
  return at === NEVER ? name : `${name} of ${utcSecond(at)}`;
}

/** Where the bytes of old versions are. */
export interface Sources {
  readonly bucket: Pick<TargetBucket, 'get'>;
  readonly snapshots: Pick<Snapshots, 'get'>;
}

/**
 * An old version with its own headers and the way it was stored: from the bucket, else from the shelves in their order.
 * What is given has the identity by which the version is known. `undefined` where it is nowhere (any more).
 */
export async function contentOfPast(
  { site, key }: Place,
  version: PastVersion,
  shelves: readonly Shelf[],
  { bucket, snapshots }: Sources,
): Promise<Content | undefined> {
  const { versionId, identity } = version;
  const stored =
    versionId === undefined ? undefined : await given(bucket.get(key, versionId, site.policy.limits.bytes));
  const isIt = stored !== undefined && (identity === undefined || stored.identity === identity);
  if (isIt && stored.bytes) return { bytes: stored.bytes, headers: stored.headers, storedAs: stored.storedAs };
  if (identity === undefined) return undefined;
  for (const shelf of shelves) {
    const kept = await unlessDenied(snapshots.get(shelf, site.name, identity));
    if (kept) return kept;
  }
  return undefined;
}

/** Archived, or not to be read: the snapshot store may have it. */
async function given<T>(asked: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HoldfastError && !error.retryable && error.code !== 'BUCKET.MISSING') return undefined;
    throw error;
  }
}

/** What was rejected is not everybody's to read. */
async function unlessDenied<T>(asked: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HoldfastError && error.code.endsWith('.DENIED')) return undefined;
    throw error;
  }
}

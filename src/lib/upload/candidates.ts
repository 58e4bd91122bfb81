import type { PageRecord, Seen } from '../site/page-record.ts';
import type { ListedVersion } from '../site/version.ts';

/** What a look found: the live state, and what was written since the last look, oldest first. */
export interface Candidates {
  readonly live: ListedVersion;
  readonly unseen: readonly ListedVersion[];
}

/** S3 gives a multipart upload the time of its start: a version may look this much older than one stored before it. */
const STAMPED_EARLIER_MS = 24 * 60 * 60 * 1000;

/**
 * Lists what was written since the page was last looked at. Where the cursor itself is gone (deleted for good, or a
 * `null` version that was overwritten), time bounds the list instead. A page without a record is listed back to the
 * version that was live at `since`. `undefined`: nothing is there and nothing ever was.
 */
export async function candidates(
  versions: AsyncIterable<ListedVersion>,
  page: PageRecord | undefined,
  since: string,
): Promise<Candidates | undefined> {
  const seen = page?.seen;
  const newestFirst: ListedVersion[] = [];
  for await (const version of versions) {
    if (seen && isSeen(version, seen)) return { live: newestFirst[0] ?? version, unseen: newestFirst.toReversed() };
    if (seen && newestFirst.length > 0 && version.lastModified < earliest(seen)) break;
    newestFirst.push(version);
    if (!seen && version.lastModified < since) break;
  }
  const [live, ...older] = newestFirst;
  if (!live) return seen && gone(seen);
  const newer = older.filter((version) => !seen || version.lastModified > seen.lastModified);
  return { live, unseen: [...newer.toReversed(), live] };
}

function isSeen(version: ListedVersion, seen: Seen): boolean {
  if (version.versionId !== seen.versionId) return false;
  return version.versionId !== 'null' || (version.etag === seen.etag && version.lastModified === seen.lastModified);
}

function earliest(seen: Seen): string {
  return new Date(Date.parse(seen.lastModified) - STAMPED_EARLIER_MS).toISOString();
}

function gone(seen: Seen): Candidates {
  const live: ListedVersion = { versionId: 'gone', lastModified: seen.lastModified, deleted: true };
  return { live, unseen: seen.versionId === 'gone' ? [] : [live] };
}

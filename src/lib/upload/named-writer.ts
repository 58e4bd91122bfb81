import type { Writer } from '../incident/incident.ts';
import type { ListedVersion } from '../site/version.ts';

/** Who wrote, and which version the notice named. */
export interface NamedWriter {
  readonly versionId?: string;
  readonly etag?: string;
  readonly writer: Writer;
}

const bare = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '');

function names(notice: NamedWriter, version: ListedVersion): boolean {
  if (notice.versionId && notice.versionId !== 'null') return notice.versionId === version.versionId;
  if (version.deleted) return version.versionId === 'gone' && !notice.etag;
  return notice.etag !== undefined && bare(notice.etag) === bare(version.etag);
}

/** Who wrote a version, taken only from a notice that names that very version; else unknown. */
export function writerOf(version: ListedVersion, notices: readonly NamedWriter[]): Writer | undefined {
  return notices.find((notice) => names(notice, version))?.writer;
}

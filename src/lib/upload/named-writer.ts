import type { Writer } from '../incident/incident.ts';
import type { ListedVersion } from '../site/version.ts';

/** Who wrote, and which version the notice named. */
export interface NamedWriter {
  readonly versionId?: string;
  readonly etag?: string;
  readonly writer: Writer;
}

const bare = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '');

/** Whether the notice tells of a removal, by a person or by a lifecycle rule. */
export function removes({ writer }: NamedWriter): boolean {
  return /ObjectRemoved|LifecycleExpiration/.test(writer.event ?? '');
}

function names(notice: NamedWriter, version: ListedVersion): boolean {
  if (notice.versionId && notice.versionId !== 'null') return notice.versionId === version.versionId;
  if (version.deleted) return ['gone', 'null'].includes(version.versionId) && removes(notice);
  return notice.etag !== undefined && bare(notice.etag) === bare(version.etag);
}

/** Who wrote a version, taken only from a notice that names that very version; else unknown. */
export function writerOf(version: ListedVersion, notices: readonly NamedWriter[]): Writer | undefined {
  return notices.find((notice) => names(notice, version))?.writer;
}

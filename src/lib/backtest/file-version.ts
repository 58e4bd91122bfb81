import type { Read } from '../reconcile/read-version.ts';
import { identify, sha256 } from '../site/version.ts';

/** The content type that a file of this ending is usually served with. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['htm', 'text/html; charset=utf-8'],
  ['shtml', 'text/html; charset=utf-8'],
  ['xhtml', 'application/xhtml+xml'],
  ['css', 'text/css; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['mjs', 'text/javascript; charset=utf-8'],
  ['json', 'application/json'],
  ['xml', 'application/xml'],
  ['svg', 'image/svg+xml'],
  ['md', 'text/markdown; charset=utf-8'],
  ['txt', 'text/plain; charset=utf-8'],
]);

/** What a file of a repository or a folder holds: its bytes, or only its size where it is too large to be read. */
export type FileContent =
  { readonly bytes: Uint8Array } | { readonly size: number; /** Names the content. */ readonly digest: string };

/** Whether an ending is that of a kind of page. */
export function hasPageEnding(name: string): boolean {
  return TYPES.has(endingOf(name));
}

/** A file as the version of a page that it would be in a bucket, served with the type of the page's ending. */
export function fileVersion(key: string, { name, at }: { name: string; at: string }, content: FileContent): Read {
  const contentType = TYPES.get(endingOf(key)) ?? 'application/octet-stream';
  const headers = { contentType, metadata: {} };
  const digest = sha256('bytes' in content ? content.bytes : `oversize:${content.digest}:${content.size}`);
  return {
    versionId: name,
    etag: `"${digest}"`,
    lastModified: at,
    deleted: false,
    identity: identify(digest, headers),
    sha256: digest,
    size: 'bytes' in content ? content.bytes.length : content.size,
    ...('bytes' in content && { bytes: content.bytes }),
    headers,
    storedAs: {},
  };
}

/** An unreadable time, as a hand-made commit may have one, as the beginning of all times. */
export function isoTime(written: string | number): string {
  const at = new Date(written);
  return (Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString();
}

function endingOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

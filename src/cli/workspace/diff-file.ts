import { decodeText } from '../../lib/page/charset.ts';
import { claimsHtml } from '../../lib/page/syntax.ts';
import type { WorkspaceFolder } from '../../lib/aws/workspace-folder.ts';
import { pulledLive, type Pulled } from '../../lib/deploy/pulled-live.ts';
import { stateOf, type FileState } from '../../lib/deploy/states.ts';
import type { TargetBucket } from '../../lib/deploy/target-bucket.ts';
import type { Base } from '../../lib/deploy/workspace.ts';
import type { Site } from '../../lib/site/site.ts';
import { sha256, type ServedHeaders } from '../../lib/site/version.ts';
import { diffPages } from '../../lib/verdict/diff.ts';
import type { Difference } from '../show-diff.ts';
import type { Meant } from './meant.ts';

/** How one file stands to production; digests are of decoded bytes. */
export interface DiffedFile {
  readonly path: string;
  readonly kind: Meant['kind'];
  readonly state: FileState;
  readonly local?: string;
  readonly live?: string;
  readonly base?: Pick<Base, 'sha256' | 'versionId' | 'lastModified' | 'assumed'>;
  readonly diff?: Difference;
}

/** A file with the bytes that merging needs. */
export interface Sides {
  readonly file: DiffedFile;
  readonly local?: Uint8Array;
  readonly live?: Extract<Pulled, { kind: 'pulled' }>;
  readonly base?: Base;
}

/** What comparing reads. */
export interface DiffDeps {
  readonly workspace: Pick<WorkspaceFolder, 'read'>;
  readonly production: Pick<TargetBucket, 'live'>;
}

const CONTEXT = 3;

/** Compares one local file with what is live. `maxLines`: of all hunks together. */
export async function diffFile(
  site: Site,
  { path, kind, listed }: Meant,
  base: Base | undefined,
  maxLines: number,
  deps: DiffDeps,
): Promise<Sides> {
  const local = await deps.workspace.read(path);
  const digest = local && sha256(local);
  const named = { path, kind, ...(digest !== undefined && { local: digest }), ...(base && { base: recorded(base) }) };
  const still = base && listed && base.etag === listed.etag && base.lastModified === listed.lastModified;
  // What was pulled is live, and is here: nothing need be read.
  if (still && digest === base.sha256) return { file: { ...named, state: 'equal', live: digest }, base };
  const live = listed && (await pulledLive(listed.key, site.policy.limits, deps));
  if (live?.kind === 'unreadable') {
    return { file: { ...named, state: local ? 'diverged' : 'missing', diff: none(live.reason) } };
  }
  const state = stateOf({ local: digest, live: live?.sha256, base: base?.sha256 });
  const file = { ...named, state, ...(live && { live: live.sha256 }) };
  const sides = { ...(local && { local }), ...(live && { live }), ...(base && { base }) };
  if (!local || !live || state === 'equal') return { file, ...sides };
  const diff = difference(path, { local, live: live.plain, headers: live.version.headers }, maxLines);
  return { file: { ...file, diff }, ...sides };
}

const recorded = ({ sha256, versionId, lastModified, assumed }: Base): DiffedFile['base'] => ({
  sha256,
  versionId,
  lastModified,
  ...(assumed && { assumed }),
});

const none = (reason: string): Difference => ({ kind: 'none', reason });

function difference(
  path: string,
  { local, live, headers }: { local: Uint8Array; live: Uint8Array; headers: ServedHeaders },
  maxLines: number,
): Difference {
  if (isBinary(local) || isBinary(live)) return none('it is not text');
  const html = claimsHtml(path, headers.contentType);
  const text = (bytes: Uint8Array) => decodeText(bytes, headers.contentType, html);
  const diff = diffPages(text(live), text(local), { context: CONTEXT, maxLines });
  if (diff.hunks.length > 0) return { kind: 'hunks', ...diff };
  return none('only line ends differ, or how characters are encoded');
}

/** Text has no such byte; that of UTF-16 with its mark does. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return false;
  return bytes.subarray(0, 8000).includes(0);
}

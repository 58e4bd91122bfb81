import type { Limits } from '../site/policy.ts';
import { sha256, type Version } from '../site/version.ts';
import { plainOf } from './plain.ts';
import type { TargetBucket } from './target-bucket.ts';
import type { Base, Workspace } from './workspace.ts';

/** A version as a local file has it, or why it cannot be one. */
export type Pulled =
  | { readonly kind: 'pulled'; readonly version: Version; readonly plain: Uint8Array; readonly sha256: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What is live at a key of production; `undefined` for nothing. */
export async function pulledLive(
  key: string,
  limits: Limits,
  { production }: { production: Pick<TargetBucket, 'live'> },
): Promise<Pulled | undefined> {
  const version = await production.live(key, limits.bytes);
  return version && pulledOf(version, limits);
}

/** Undoes the encoding of a version, within the limits. */
export function pulledOf(version: Version, limits: Limits): Pulled {
  const { bytes, headers, size } = version;
  if (!bytes) return { kind: 'unreadable', reason: `It has ${size} bytes; up to ${limits.bytes} are read.` };
  const decoding = plainOf({ bytes, headers }, limits);
  if (decoding.kind !== 'decoded') return { kind: 'unreadable', reason: decoding.reason };
  return { kind: 'pulled', version, plain: decoding.bytes, sha256: sha256(decoding.bytes) };
}

/** What is recorded of the version that a local file is made from; `digest`: of its decoded bytes. */
export function baseOf({ versionId, etag, identity, headers, lastModified }: Version, digest: string, now: Date): Base {
  return { versionId, etag, identity, sha256: digest, headers, lastModified, pulledAt: now.toISOString() };
}

/**
 * The base of a file on the version that is live since a promote, whose bytes it keeps, but only while the file is that
 * version: of one that was edited since, or that somebody else's promote did not come from, nobody knows that it has what
 * is live. Whoever calls it records the bases, of all files at once.
 */
export async function rebased(
  workspace: Pick<Workspace, 'read' | 'keep' | 'site'>,
  path: string,
  version: Version,
  { limits, now }: { limits: Limits; now: Date },
): Promise<Base | undefined> {
  const [pulled, local] = [pulledOf(version, limits), await workspace.read(path)];
  if (pulled.kind !== 'pulled' || !local || sha256(local) !== pulled.sha256) return undefined;
  await workspace.keep(baseCopy(workspace.site, path), pulled.plain);
  return baseOf(version, pulled.sha256, now);
}

/** Under which name the bytes of a base are kept: one copy for each path. */
export const baseCopy = (site: string, path: string): string => `base/${site}/${path}`;

import type { Limits } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { sha256 } from '../site/version.ts';
import { plainOf } from './plain.ts';
import { baseCopy } from './pulled-live.ts';
import type { TargetBucket } from './target-bucket.ts';
import type { Base, Workspace } from './workspace.ts';

/** Where the bytes of a base may still be. */
export interface BaseDeps {
  readonly workspace: Pick<Workspace, 'kept'>;
  readonly production: Pick<TargetBucket, 'get'>;
  readonly snapshots: Pick<Snapshots, 'get'>;
}

/**
 * The decoded bytes of a base: from the copy that was kept, else from S3 while the version is there, else from the snapshot
 * store. `undefined` when nobody has them any more.
 */
export async function baseBytes(
  { name, production, policy }: Site,
  path: string,
  base: Base,
  deps: BaseDeps,
): Promise<Uint8Array | undefined> {
  const kept = await deps.workspace.kept(baseCopy(name, path));
  if (kept && sha256(kept) === base.sha256) return kept;
  const version = await deps.production.get(production.prefix + path, base.versionId, policy.limits.bytes);
  if (version?.bytes) {
    const plain = same({ bytes: version.bytes, headers: version.headers }, base, policy.limits);
    if (plain) return plain;
  }
  for (const shelf of ['accepted', 'replaced'] as const) {
    const content = await deps.snapshots.get(shelf, name, base.identity);
    const plain = content && same(content, base, policy.limits);
    if (plain) return plain;
  }
  return undefined;
}

function same(stored: Parameters<typeof plainOf>[0], base: Base, limits: Limits): Uint8Array | undefined {
  const decoding = plainOf(stored, limits);
  return decoding.kind === 'decoded' && sha256(decoding.bytes) === base.sha256 ? decoding.bytes : undefined;
}

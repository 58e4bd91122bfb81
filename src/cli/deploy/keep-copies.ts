import { MOST_OF_ASSET } from '../../lib/deploy/inspect-asset.ts';
import { plainBytes } from '../../lib/deploy/inspect-page.ts';
import type { Inspection } from '../../lib/deploy/inspection.ts';
import type { Workspace } from '../../lib/deploy/workspace.ts';
import type { DeploySession } from './deploy-deps.ts';
import { keepCopy } from './keep-copy.ts';

/** Keeps what a release is about to overwrite as files of the workspace, too; gives their paths. */
export async function keepCopies(
  { site, target, release, planned }: Inspection,
  { session, workspace }: { session: DeploySession; workspace: Workspace },
): Promise<readonly string[]> {
  const bucket = session.operator.target(target.bucket);
  const kept: string[] = [];
  for (const { path, key, over, identity } of planned) {
    const version = over && over.identity !== identity && (await bucket.get(key, over.versionId, MOST_OF_ASSET));
    if (!version || !version.bytes) continue;
    const plain = plainBytes(version, site) ?? version.bytes;
    kept.push(await keepCopy(workspace, path, plain, release.target, session.now()));
  }
  return kept;
}

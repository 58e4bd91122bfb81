import type { Read } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** Keeps a rejected version's bytes and headers before anything may overwrite it. What was not read stays in S3. */
export async function quarantine(
  view: View,
  version: Read,
  { snapshots }: Pick<ReconcileDeps, 'snapshots'>,
): Promise<void> {
  if (version.deleted || !version.bytes) return;
  await snapshots.put('rejected', view.ref.site, version.identity, { ...version, bytes: version.bytes });
}

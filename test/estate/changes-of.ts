import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Change } from '../../src/lib/capture/change.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Service } from '../../src/lib/capture/service.ts';

/** All that differs between two captures of a resource. */
export async function changesOf(
  service: Service,
  before: CapturedResource,
  after: CapturedResource,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for await (const change of compareResources(before, after, service)) changes.push(change);
  return changes;
}

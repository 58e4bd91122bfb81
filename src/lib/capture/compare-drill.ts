import { capturedResource } from './captured-resource.ts';
import { changeLine } from './change-line.ts';
import { compareResources } from './compare-resources.ts';
import { whyDiffers } from './drill-differs.ts';
import type { Entry } from './entry.ts';
import { mappedResource } from './mapped-resource.ts';
import { keyOf, type ResourceKey } from './resource.ts';
import type { Restored } from './apply-restore.ts';
import type { Service } from './service.ts';
import type { CaptureReader } from './store.ts';
import { withoutHashes } from './without-hashes.ts';

/** How a drill's copy compares with what was captured. */
export interface DrillResult {
  readonly key: ResourceKey;
  readonly service: Service;
  /** `failed`: it was not restored, or the copy could not be captured. */
  readonly outcome: 'equal' | 'different' | 'failed';
  /** What differs and must not, or why it failed; at most 100 lines. */
  readonly lines: readonly string[];
  /** Why some of it may differ in a drill. */
  readonly allowed: readonly string[];
}

const MOST_LINES = 100;

/** What a copy is compared with. */
export interface DrillComparison {
  readonly captured: CaptureReader;
  /** The capture of the copies. */
  readonly copies: CaptureReader;
  /** Reads ids and names of copies as the captured ones. */
  readonly back: (value: unknown) => unknown;
}

/** Compares what was restored with what was captured. */
export async function compareDrill(
  restored: Restored,
  entry: Entry,
  comparison: DrillComparison,
): Promise<DrillResult> {
  const { key, planned } = restored;
  const { service } = planned;
  const failed = (...lines: readonly string[]): DrillResult => ({
    key,
    service,
    outcome: 'failed',
    lines,
    allowed: [],
  });
  if (restored.outcome === 'skipped') return failed(`It needs ${restored.because}, which was not restored.`);
  if (restored.outcome !== 'restored') return failed(restored.failure.message);
  const left = [...restored.left, ...restored.unsettled].map(({ what, why }) =>
    why === undefined ? what : `${what}: ${why}`,
  );
  if (!restored.made)
    return { ...failed(), outcome: 'different', lines: left.length > 0 ? left : ['Nothing was made.'] };
  const copyKey = keyOf(restored.made.resource);
  const copy = comparison.copies.metadata.resources.find((each) => keyOf(each) === copyKey);
  if (copy?.status !== 'captured') return failed(copy?.error?.message ?? 'The copy was not there any more.');
  const same = comparison.captured.metadata.secretsKey === comparison.copies.metadata.secretsKey;
  const [before, after] = [
    capturedResource(entry, comparison.captured),
    mappedResource(capturedResource(copy, comparison.copies), comparison.back),
  ].map((resource) => (same ? resource : withoutHashes(resource)));
  if (!before || !after) throw new Error('Both are there.');
  const lines: string[] = [];
  const allowed = new Set<string>();
  let more = 0;
  for await (const change of compareResources(before, after, service)) {
    const why = whyDiffers(change, service.restore?.drillDiffers ?? []);
    if (why !== undefined) allowed.add(why);
    else if (lines.length < MOST_LINES) lines.push(changeLine(change));
    else more += 1;
  }
  if (more > 0) lines.push(`… ${more} more`);
  // What could not be made is a difference, too, but where the drill leaves it out on purpose.
  const outcome = lines.length === 0 ? 'equal' : 'different';
  return { key, service, outcome, lines: outcome === 'equal' ? [] : [...lines, ...left], allowed: [...allowed] };
}

import { compareDistributions, type DistributionFault } from '../../lib/deploy/compare-targets-cdn.ts';
import type { Difference } from '../../lib/deploy/compare-targets-path.ts';
import { compareTargets, type Comparison, type StagedSite } from '../../lib/deploy/compare-targets.ts';
import type { Session } from '../command.ts';
import { usage } from '../outcome.ts';
import { firstFew } from '../printable.ts';

/** How staging stands to production, in objects and in distributions. */
export interface Compared extends Omit<Comparison, 'unknown'> {
  /** Paths that differ because they are being tested on staging: no differences, unless they were named. */
  readonly inTest: readonly Difference[];
  readonly faults: readonly DistributionFault[];
}

/** Compares a site's targets. Throws `CLI.USAGE` where a path was named that is on neither side. */
export async function compareSite(
  site: StagedSite,
  named: readonly string[],
  { operator, progress }: Pick<Session, 'operator' | 'progress'>,
): Promise<Compared> {
  const { releases } = operator.stores;
  const sides = {
    production: operator.target(site.production.bucket),
    staging: operator.target(site.staging.bucket),
  };
  const { unknown, ...comparison } = await compareTargets(site, named, { ...sides, releases, progress });
  if (unknown.length > 0) {
    const hint = 'Paths are keys without the prefix, e.g. booking/index.html. Name pages and assets alone, or none.';
    throw usage(`No page or asset of ${site.name} is called ${firstFew(unknown)}, on either side.`, hint);
  }
  const faults = await compareDistributions(site, {
    distributionConfig: operator.distributionConfig,
    exists: async (side, key) => (await sides[side].head(key)) !== undefined,
  });
  const tested = ({ release, path }: Difference) => release !== undefined && !named.includes(path);
  return {
    ...comparison,
    differences: comparison.differences.filter((each) => !tested(each)),
    inTest: comparison.differences.filter(tested),
    faults,
  };
}

/** Whether nothing differs but what is being tested. */
export function inStep({ differences, faults }: Compared): boolean {
  return differences.length === 0 && faults.length === 0;
}

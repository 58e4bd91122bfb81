import { paginateListDistributions, type CloudFront, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { LiveDistribution } from './distribution.ts';

/** Why names of a configuration cannot be had: another distribution of the account has them. */
export async function conflictingAliases(
  client: CloudFront,
  { Aliases }: DistributionConfig,
  live: LiveDistribution | undefined,
): Promise<string | undefined> {
  const own = new Set(live?.config.Aliases?.Items);
  const wanted = new Set((Aliases?.Items ?? []).filter((name) => !own.has(name)));
  if (wanted.size === 0) return undefined;
  for await (const { DistributionList } of paginateListDistributions({ client }, {})) {
    for (const { Id, Aliases } of DistributionList?.Items ?? []) {
      const taken = Id === live?.id ? undefined : Aliases?.Items?.find((name) => wanted.has(name));
      if (taken !== undefined)
        return `Distribution ${Id} has the name ${taken}: take it away there first (aws cloudfront update-distribution).`;
    }
  }
  return undefined;
}

import {
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetInvalidationCommand,
  type CloudFrontClient,
} from '@aws-sdk/client-cloudfront';
import type { Edge } from '../deploy/edge.ts';
import { HoldfastError } from '../errors.ts';
import { sha256 } from '../site/version.ts';
import { awsFailure } from './aws-failure.ts';
import { visit } from './edge-visit.ts';

const MAY = 'Deploying needs CreateInvalidation, GetInvalidation and GetDistribution on it: see HoldfastDeployer.';

/** The edge on CloudFront; `addresses` are those of distributions that are served elsewhere than under their own name. */
export function cloudFrontEdge({
  cloudFront,
  addresses = {},
}: {
  readonly cloudFront: CloudFrontClient;
  readonly addresses?: Readonly<Record<string, string>>;
}): Edge {
  return {
    async purge(distribution, paths, reference) {
      const CallerReference = `holdfast-${sha256(JSON.stringify([reference, paths]))}`;
      const InvalidationBatch = { CallerReference, Paths: { Quantity: paths.length, Items: [...paths] } };
      const command = new CreateInvalidationCommand({ DistributionId: distribution, InvalidationBatch });
      try {
        const { Invalidation } = await cloudFront.send(command);
        return Invalidation?.Id ?? '';
      } catch (error) {
        throw awsFailure('CDN', `Purging ${paths.length} paths of ${distribution}`, error, MAY);
      }
    },
    async purged(distribution, id) {
      try {
        const { Invalidation } = await cloudFront.send(
          new GetInvalidationCommand({ DistributionId: distribution, Id: id }),
        );
        return Invalidation?.Status === 'Completed';
      } catch (error) {
        throw awsFailure('CDN', `Asking for the purge ${id} of ${distribution}`, error, MAY);
      }
    },
    async address(distribution) {
      return addresses[distribution] ?? `https://${await domainOf(distribution, cloudFront)}`;
    },
    visit: (url, limits) => visit(url, limits),
  };
}

async function domainOf(distribution: string, cloudFront: CloudFrontClient): Promise<string> {
  try {
    const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id: distribution }));
    if (Distribution?.DomainName) return Distribution.DomainName;
  } catch (error) {
    throw awsFailure('CDN', `Asking for the distribution ${distribution}`, error, MAY);
  }
  throw new HoldfastError('CDN.MISSING', `The distribution ${distribution} has no name.`, { hint: MAY });
}

import { GetDistributionCommand, type CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { DistributionConfig as Config } from '@aws-sdk/client-cloudfront';
import type { DistributionConfig } from '../deploy/compare-targets-cdn.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/**
 * What a distribution is set up to do; `undefined` when there is no such distribution. Asked for by GetDistribution, which
 * HoldfastDeployer may call anyway.
 */
export async function distributionConfig(
  client: CloudFrontClient,
  id: string,
): Promise<DistributionConfig | undefined> {
  try {
    const { Distribution } = await client.send(new GetDistributionCommand({ Id: id }));
    return Distribution?.DistributionConfig && shapeOf(Distribution.DistributionConfig);
  } catch (error) {
    if (asAwsError(error).name === 'NoSuchDistribution') return undefined;
    throw awsFailure('CDN', `Asking for the distribution ${id}`, error);
  }
}

function shapeOf({
  Origins,
  OriginGroups,
  DefaultCacheBehavior,
  CacheBehaviors,
  CustomErrorResponses,
}: Partial<Config>) {
  const origin = (id = '') => {
    const group = OriginGroups?.Items?.find(({ Id }) => Id === id);
    return group?.Members?.Items?.[0]?.OriginId ?? id;
  };
  return {
    origins: (Origins?.Items ?? []).map(({ Id = '', DomainName = '', OriginPath = '' }) => ({
      id: Id,
      domain: DomainName,
      path: OriginPath,
    })),
    defaultOrigin: origin(DefaultCacheBehavior?.TargetOriginId),
    behaviors: (CacheBehaviors?.Items ?? []).map(({ PathPattern = '', TargetOriginId }) => ({
      pattern: PathPattern,
      origin: origin(TargetOriginId),
    })),
    errorPages: (CustomErrorResponses?.Items ?? []).map(({ ErrorCode = 0, ResponsePagePath, ResponseCode }) => ({
      code: ErrorCode,
      ...(ResponsePagePath && { page: ResponsePagePath }),
      ...(ResponseCode && { as: Number(ResponseCode) }),
    })),
  };
}

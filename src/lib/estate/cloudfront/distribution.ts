import { NoSuchDistribution, type CloudFront, type DistributionConfig, type Origin } from '@aws-sdk/client-cloudfront';
import type { Sink } from '../../capture/sink.ts';
import { tagsOf as tagsIn } from '../shared/tags.ts';
import { without } from '../shared/without.ts';
import { settled } from './settled.ts';

/** A distribution as it is live. */
export interface LiveDistribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly etag: string;
  readonly status: string;
  readonly config: DistributionConfig;
}

/** `undefined` where there is no such distribution. */
export async function readDistribution(cloudfront: CloudFront, id: string): Promise<LiveDistribution | undefined> {
  const found = await cloudfront.getDistribution({ Id: id }).catch((error: unknown) => {
    if (error instanceof NoSuchDistribution) return undefined;
    throw error;
  });
  const distribution = found?.Distribution;
  if (!distribution?.DistributionConfig) return undefined;
  const { ARN = '', DomainName = '', Status = '', DistributionConfig } = distribution;
  return { id, arn: ARN, domainName: DomainName, etag: found?.ETag ?? '', status: Status, config: DistributionConfig };
}

/** The tags of anything of CloudFront. */
export async function tagsOf(cloudfront: CloudFront, arn: string): Promise<Readonly<Record<string, string>>> {
  const { Tags } = await cloudfront.listTagsForResource({ Resource: arn });
  return tagsIn(Tags?.Items);
}

/**
 * `config.json`: a configuration with references in the place of its origins' header values, lists whose order means nothing
 * sorted, and without the caller's reference, which only who makes a distribution chooses.
 */
export async function distributionDocument(config: DistributionConfig, sink: Pick<Sink, 'secret'>): Promise<unknown> {
  const origins: unknown[] = [];
  for (const origin of config.Origins?.Items ?? []) origins.push(await withoutSecrets(origin, sink));
  return settled({ ...without(config, 'CallerReference'), Origins: { ...config.Origins, Items: origins } });
}

async function withoutSecrets(origin: Origin, sink: Pick<Sink, 'secret'>): Promise<unknown> {
  const headers: unknown[] = [];
  for (const { HeaderName = '', HeaderValue = '' } of origin.CustomHeaders?.Items ?? [])
    headers.push({ HeaderName, HeaderValue: await sink.secret(headerSecret(origin.Id, HeaderName), HeaderValue) });
  return { ...origin, CustomHeaders: { Quantity: headers.length, Items: headers } };
}

/** What the value of an origin's header is called within its distribution. */
function headerSecret(origin: string | undefined, header: string): string {
  return `origin/${origin ?? ''}/header/${header}`;
}

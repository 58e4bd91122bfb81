import { CloudFront, paginateListDistributions } from '@aws-sdk/client-cloudfront';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { CLOUDFRONT_LIMITS } from './cloudfront/limits.ts';
import { distributionDocument, readDistribution, tagsOf } from './cloudfront/distribution.ts';
import { moreMetrics } from './cloudfront/metrics.ts';
import { restoreDistributions } from './cloudfront/restore-distributions.ts';

const FOLDER = 'cloudfront-distributions';

/** Distributions: the whole configuration, tags, and whether more metrics are on. Functions and policies are services of their own. */
export const service: Service = {
  name: 'cloudfront',
  title: 'CloudFront distributions',
  folder: FOLDER,
  where: 'global',
  limits: CLOUDFRONT_LIMITS,
  async *list(estate) {
    const client = estate.client(CloudFront);
    for await (const { DistributionList } of paginateListDistributions({ client }, {}))
      for (const { Id: id = '' } of DistributionList?.Items ?? [])
        yield { service: 'cloudfront', id, name: id, region: 'global', folder: folderOf(FOLDER, id, 'global', '') };
  },
  async capture(resource, sink, estate) {
    const cloudfront = estate.client(CloudFront);
    const live = await readDistribution(cloudfront, resource.id);
    if (!live) throw gone(resource);
    const { config, ...seen } = live;
    await sink.json('config.json', await distributionDocument(config, sink));
    await sink.json('tags.json', await tagsOf(cloudfront, live.arn));
    await sink.json('monitoring.json', { additionalMetrics: await moreMetrics(cloudfront, resource.id) });
    await sink.json('observed.json', { ...seen, callerReference: config.CallerReference });
  },
  restore: restoreDistributions,
};

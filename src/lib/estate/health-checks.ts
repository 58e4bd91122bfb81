import { NoSuchHealthCheck, paginateListHealthChecks, Route53, type HealthCheckConfig } from '@aws-sdk/client-route-53';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import type { Sink } from '../capture/sink.ts';
import { tagRecord } from './shared/tag-record.ts';

const FOLDER = 'route53-health-checks';

/** Health checks, named by their ids as records name them. What a path asks for behind its `?` is a secret. */
export const service: Service = {
  name: 'health-checks',
  title: 'Route 53 health checks',
  folder: FOLDER,
  where: 'global',
  // Documented: five requests a second for the whole account, zones included. One is left to the others.
  limits: { 'Route 53': 4 },
  async *list(estate) {
    for await (const { HealthChecks = [] } of paginateListHealthChecks({ client: estate.client(Route53) }, {}))
      for (const { Id: id = '' } of HealthChecks)
        yield { service: 'health-checks', id, name: id, region: 'global', folder: folderOf(FOLDER, id, 'global', '') };
  },
  async capture(resource, sink, estate) {
    const route53 = estate.client(Route53);
    const { HealthCheck } = await route53.getHealthCheck({ HealthCheckId: resource.id }).catch((error: unknown) => {
      throw error instanceof NoSuchHealthCheck ? gone(resource, error) : error;
    });
    const asked = { ResourceType: 'healthcheck', ResourceId: resource.id } as const;
    const { ResourceTagSet } = await route53.listTagsForResource(asked);
    const { HealthCheckConfig, ...observed } = HealthCheck ?? {};
    await sink.json('config.json', await hidden(HealthCheckConfig, sink));
    await sink.json('tags.json', tagRecord(ResourceTagSet?.Tags));
    await sink.json('observed.json', observed);
  },
};

async function hidden(config: HealthCheckConfig | undefined, sink: Sink) {
  const { ResourcePath = '', Regions, ChildHealthChecks, ...rest } = config ?? {};
  const [path = '', ...query] = ResourcePath.split('?');
  return {
    ...rest,
    ...(ResourcePath && { ResourcePath: path }),
    ...(query.length > 0 && { ResourceQuery: await sink.secret('query', query.join('?')) }),
    Regions: Regions?.toSorted(),
    ChildHealthChecks: ChildHealthChecks?.toSorted(),
  };
}

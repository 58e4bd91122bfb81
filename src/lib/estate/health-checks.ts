import { paginateListHealthChecks, Route53 } from '@aws-sdk/client-route-53';
import { gone } from '../capture/failure.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { checkDocument, readCheck } from './route53/health-check.ts';
import { restoreChecks } from './route53/restore-checks.ts';
import { readTags } from './route53/route53-tags.ts';

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
    const live = await readCheck(route53, resource.id);
    if (!live) throw gone(resource);
    const { config, ...seen } = live;
    await sink.json('config.json', await checkDocument(config, sink));
    await sink.json('tags.json', await readTags(route53, { type: 'healthcheck', id: resource.id }));
    await sink.json('observed.json', seen);
  },
  restore: restoreChecks,
};

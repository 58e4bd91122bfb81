import { byCommands } from '../capture/by-commands.ts';
import { folderOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { HoldfastError } from '../errors.ts';
import { commands } from './apigateway/commands.ts';
import { domainNames } from './apigateway/domain-names.ts';
import { httpApis } from './apigateway/http-apis.ts';
import type { Kind } from './apigateway/kind.ts';
import { restApis } from './apigateway/rest-apis.ts';
import { apiKeys, usagePlans } from './apigateway/usage.ts';
import { httpLinks, restLinks } from './apigateway/vpc-links.ts';
import { tagsToShow } from './shared/hidden-texts.ts';

const FOLDER = 'api-gateway';
const KINDS: readonly Kind[] = [restApis, httpApis, domainNames, usagePlans, apiKeys, restLinks, httpLinks];

/** REST, HTTP and WebSocket APIs, and what callers reach them by. */
export const service: Service = {
  name: 'apigateway',
  title: 'API Gateway',
  folder: FOLDER,
  where: 'regional',
  // Documented: ten requests a second for all operations of an account and region together, of both APIs; five in two seconds for
  // resources. No figure is published for exports.
  limits: { 'API Gateway': 5, 'API Gateway.GetResources': 2, 'API Gateway.GetExport': 2, ApiGatewayV2: 4 },
  async *list(estate) {
    for (const region of estate.regions) {
      for (const kind of KINDS) {
        for await (const { id, name, suffix, tags } of kind.list(estate, region)) {
          const called = [kind.name, name, ...(suffix === undefined ? [] : [suffix])].join('-');
          const folder = folderOf(FOLDER, called, region, estate.regions[0]);
          yield {
            service: 'apigateway',
            id: `${kind.name}/${id}`,
            name,
            region,
            folder,
            ...(tags && { tags: tagsToShow(tags) }),
          };
        }
      }
    }
  },
  async capture(resource, sink, estate) {
    const kind = KINDS.find(({ name }) => resource.id.startsWith(`${name}/`));
    if (!kind) throw new HoldfastError('CAPTURE.DAMAGED', `${resource.id} is of no kind that is known here.`);
    await kind.capture(resource.id.slice(kind.name.length + 1), resource, sink, estate);
  },
  restore: byCommands({ service: () => service, after: ['acm', 'iam', 'lambda'], commands }),
};

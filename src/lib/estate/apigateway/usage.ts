import {
  APIGateway,
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
} from '@aws-sdk/client-api-gateway';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { sortedBy } from './hide.ts';
import { orGone, type Kind } from './kind.ts';

/** Usage plans, with the names of their keys. */
export const usagePlans: Kind = {
  name: 'plan',
  async *list(estate, region) {
    const pages = paginateGetUsagePlans({ client: estate.client(APIGateway, region), pageSize: 500 }, {});
    for await (const { items = [] } of pages)
      for (const { id = '', name = '', tags } of items) yield { id, name, suffix: id, tags };
  },
  async capture(usagePlanId, resource, sink, estate) {
    const client = estate.client(APIGateway, resource.region);
    const found = await client.getUsagePlan({ usagePlanId }).catch(orGone(resource));
    const { $metadata: _, id, tags = {}, apiStages = [], ...plan } = found;
    const keys: { id: string; name: string; type: string }[] = [];
    for await (const { items = [] } of paginateGetUsagePlanKeys({ client, pageSize: 500 }, { usagePlanId }))
      keys.push(...items.map(({ id = '', name = '', type = '' }) => ({ id, name, type })));
    const stages = sortedBy(apiStages, ({ apiId, stage }) => `${apiId}/${stage}`);
    await sink.json('config.json', { ...plan, apiStages: stages, keys: sortedBy(keys, (each) => each.id) });
    await sink.json('tags.json', await hideSecrets(tags, 'tags', sink));
    await sink.json('observed.json', { id });
  },
};

/** Keys that callers send: their values are secrets. */
export const apiKeys: Kind = {
  name: 'key',
  async *list(estate, region) {
    const pages = paginateGetApiKeys({ client: estate.client(APIGateway, region), pageSize: 500 }, {});
    for await (const { items = [] } of pages)
      for (const { id = '', name = '', tags } of items) yield { id, name, suffix: id, tags };
  },
  async capture(apiKey, resource, sink, estate) {
    const asked = estate.client(APIGateway, resource.region).getApiKey({ apiKey, includeValue: true });
    const found = await asked.catch(orGone(resource));
    const { $metadata: _, id, value = '', createdDate, lastUpdatedDate, stageKeys = [], tags = {}, ...key } = found;
    await sink.json('config.json', {
      ...key,
      stageKeys: stageKeys.toSorted(),
      value: await sink.secret('value', value),
    });
    await sink.json('tags.json', await hideSecrets(tags, 'tags', sink));
    await sink.json('observed.json', { id, createdDate, lastUpdatedDate });
  },
};

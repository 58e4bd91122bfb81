import {
  APIGateway,
  paginateGetModels,
  paginateGetResources,
  paginateGetRestApis,
  type GetRestApiCommandOutput,
  type Method,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import type { Sink } from '../../capture/sink.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { without } from '../shared/without.ts';
import { hidden, hiddenVariables, sortedBy } from './hide.ts';
import { orGone, type Kind } from './kind.ts';
import { openApi } from './open-api.ts';
import { allPositions } from './pages.ts';

/** REST APIs: what each stage serves as an export, and what is in work beside it. Ids within an API are written as names. */
export const restApis: Kind = {
  name: 'rest',
  async *list(estate, region) {
    const pages = paginateGetRestApis({ client: estate.client(APIGateway, region), pageSize: 500 }, {});
    for await (const { items = [] } of pages)
      for (const { id = '', name = '', tags } of items) yield { id, name, suffix: id, tags };
  },
  async capture(restApiId, resource, sink, estate) {
    const client = estate.client(APIGateway, resource.region);
    const api = await client.getRestApi({ restApiId }).catch(orGone(resource));
    await sink.json('api.json', await hidden(apiDocument(api), 'api', sink));
    await sink.json('tags.json', await hideSecrets(api.tags ?? {}, 'tags', sink));
    const asked = { restApiId, limit: 500 };
    const authorizers = await allPositions((position) => client.getAuthorizers({ ...asked, position }));
    const validators = await allPositions((position) => client.getRequestValidators({ ...asked, position }));
    const names = new Map([...authorizers, ...validators].map(({ id = '', name = '' }) => [id, name]));
    await sink.json('authorizers.json', await hidden(withoutIds(authorizers), 'authorizers', sink));
    await sink.json('request-validators.json', withoutIds(validators));
    const responses = await allPositions((position) => client.getGatewayResponses({ ...asked, position }));
    const own = responses.filter(({ defaultResponse }) => defaultResponse !== true);
    await sink.json(
      'gateway-responses.json',
      sortedBy(own, ({ responseType }) => responseType),
    );
    await sink.json('models.json', withoutIds(await modelsOf(client, restApiId)));
    const { document, ids } = await resourcesOf(client, restApiId, names);
    await sink.json('resources.json', await hidden(document, 'resources', sink));
    const { item: stages = [] } = await client.getStages({ restApiId });
    await sink.json('stages.json', await stagesDocument(stages, sink));
    for (const { stageName = '' } of stages) {
      const { body } = await client.getExport({
        restApiId,
        stageName,
        exportType: 'oas30',
        parameters: { extensions: 'apigateway' },
        accepts: 'application/json',
      });
      await sink.json(
        `openapi/${encodeURIComponent(stageName)}.json`,
        await openApi(body, stageName, { version: api.version, ids }, sink),
      );
    }
    await sink.json('observed.json', observed(api, stages));
  },
};

function apiDocument(api: GetRestApiCommandOutput) {
  const seen = ['id', 'createdDate', 'warnings', 'rootResourceId', 'apiStatus', 'apiStatusMessage'] as const;
  const { policy, binaryMediaTypes, ...rest } = without(api, ...seen, 'tags', '$metadata');
  return {
    ...rest,
    ...(binaryMediaTypes && { binaryMediaTypes: binaryMediaTypes.toSorted() }),
    ...(policy !== undefined && policy !== '' && { policy: policyDocument(policy) }),
  };
}

/** A policy is JSON whose quotes are escaped once more; as text where it is neither. */
function policyDocument(text: string): unknown {
  for (const each of [text, text.replaceAll('\\"', '"')]) {
    try {
      return JSON.parse(each);
    } catch {
      continue;
    }
  }
  return text;
}

/** By name, which an API has once. */
function withoutIds(items: readonly { readonly id?: string; readonly name?: string }[]): unknown {
  return Object.fromEntries(items.map((item) => [item.name ?? '', without(item, 'id', 'name')]));
}

async function modelsOf(client: APIGateway, restApiId: string) {
  const models = [];
  for await (const { items = [] } of paginateGetModels({ client, pageSize: 500 }, { restApiId })) models.push(...items);
  return models;
}

/** What is in work: by path and method, whether it is deployed or not. */
async function resourcesOf(client: APIGateway, restApiId: string, names: ReadonlyMap<string, string>) {
  const resources: [string, unknown][] = [];
  const ids = new Set<string>();
  const pages = paginateGetResources({ client, pageSize: 500 }, { restApiId, embed: ['methods'] });
  for await (const { items = [] } of pages) {
    for (const { id = '', path = '', resourceMethods = {} } of items) {
      ids.add(id);
      const methods = Object.entries(resourceMethods).map(([verb, method]) => [verb, named(method, id, names)]);
      resources.push([path, Object.fromEntries(methods)]);
    }
  }
  return { document: Object.fromEntries(resources), ids };
}

function named(
  { authorizerId, requestValidatorId, methodIntegration, ...method }: Method,
  resource: string,
  names: ReadonlyMap<string, string>,
) {
  // Where nothing is said, it is the resource's id.
  const { cacheNamespace, ...integration } = methodIntegration ?? {};
  const own = cacheNamespace === resource ? {} : { cacheNamespace };
  return {
    ...method,
    ...(authorizerId !== undefined && { authorizer: names.get(authorizerId) ?? authorizerId }),
    ...(requestValidatorId !== undefined && {
      requestValidator: names.get(requestValidatorId) ?? requestValidatorId,
    }),
    ...(methodIntegration && { methodIntegration: { ...integration, ...own } }),
  };
}

async function stagesDocument(stages: readonly Stage[], sink: Sink): Promise<unknown> {
  const documents: unknown[] = [];
  for (const stage of sortedBy(stages, ({ stageName }) => stageName)) {
    const { variables, canarySettings, ...rest } = without(
      stage,
      'deploymentId',
      'createdDate',
      'lastUpdatedDate',
      'cacheClusterStatus',
    );
    const at = `stages/${stage.stageName ?? ''}`;
    documents.push({
      ...rest,
      variables: await hiddenVariables(variables, `${at}/variables`, sink),
      ...(canarySettings && { canarySettings: await canaryDocument(canarySettings, `${at}/canary`, sink) }),
    });
  }
  return documents;
}

async function canaryDocument(canary: NonNullable<Stage['canarySettings']>, at: string, sink: Sink) {
  const stageVariableOverrides = await hiddenVariables(canary.stageVariableOverrides, at, sink);
  return { ...without(canary, 'deploymentId'), stageVariableOverrides };
}

function observed(api: RestApi, stages: readonly Stage[]) {
  const { id, createdDate, warnings, apiStatus, apiStatusMessage } = api;
  const seen = stages.map(({ stageName = '', deploymentId, createdDate, lastUpdatedDate, cacheClusterStatus }) => [
    stageName,
    { deploymentId, createdDate, lastUpdatedDate, cacheClusterStatus },
  ]);
  return { id, createdDate, warnings, apiStatus, apiStatusMessage, stages: Object.fromEntries(seen) };
}

import { ApiGatewayV2, type GetApiCommandOutput, type Stage } from '@aws-sdk/client-apigatewayv2';
import type { Sink } from '../../capture/sink.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { without } from '../shared/without.ts';
import { hidden, hiddenVariables, sortedBy } from './hide.ts';
import { MaxResults, readRoutes } from './http-routes.ts';
import { orGone, type Kind } from './kind.ts';
import { openApi } from './open-api.ts';
import { allItems } from './pages.ts';

/** HTTP and WebSocket APIs. All ids within an API are written as names. */
export const httpApis: Kind = {
  name: 'http',
  async *list(estate, region) {
    const client = estate.client(ApiGatewayV2, region);
    const apis = await allItems((NextToken) => client.getApis({ MaxResults, NextToken }));
    for (const { ApiId: id = '', Name: name = '', Tags: tags } of apis) yield { id, name, suffix: id, tags };
  },
  async capture(ApiId, resource, sink, estate) {
    const client = estate.client(ApiGatewayV2, resource.region);
    const api = await client.getApi({ ApiId }).catch(orGone(resource));
    await sink.json('api.json', apiDocument(api));
    await sink.json('tags.json', await hideSecrets(api.Tags ?? {}, 'tags', sink));
    const page = { ApiId, MaxResults };
    const authorizers = await allItems((NextToken) => client.getAuthorizers({ ...page, NextToken }));
    const plain = authorizers.map((each) => [each.Name ?? '', without(each, 'AuthorizerId', 'Name')] as const);
    await sink.json('authorizers.json', await hidden(Object.fromEntries(plain), 'authorizers', sink));
    const names = new Map(authorizers.map(({ AuthorizerId = '', Name = '' }) => [AuthorizerId, Name]));
    const { routes, unused } = await readRoutes(client, api, names);
    await sink.json('routes.json', await hidden(routes, 'routes', sink));
    await sink.json('integrations-unused.json', await hidden(unused, 'integrations', sink));
    if (api.ProtocolType === 'WEBSOCKET') {
      const models = await allItems((NextToken) => client.getModels({ ...page, NextToken }));
      const named = models.map((each) => [each.Name ?? '', without(each, 'ModelId', 'Name')] as const);
      await sink.json('models.json', Object.fromEntries(named));
    } else {
      const asked = { ApiId, OutputType: 'JSON', Specification: 'OAS30', IncludeExtensions: true } as const;
      const { body } = await client.exportApi(asked);
      await sink.json('openapi.json', await openApi(body, 'latest', { version: api.Version, ids: new Set() }, sink));
    }
    const stages = await allItems((NextToken) => client.getStages({ ...page, NextToken }));
    await sink.json('stages.json', await stagesDocument(stages, sink));
    await sink.json('observed.json', observed(api, stages));
  },
};

function apiDocument(api: GetApiCommandOutput) {
  const seen = ['ApiId', 'ApiEndpoint', 'CreatedDate', 'ImportInfo', 'Warnings', 'Tags', '$metadata'] as const;
  const { CorsConfiguration: cors } = api;
  const lists = Object.entries(cors ?? {}).map(([key, each]: readonly [string, unknown]) => [
    key,
    Array.isArray(each) ? each.map(String).toSorted() : each,
  ]);
  return { ...without(api, ...seen), ...(cors && { CorsConfiguration: Object.fromEntries(lists) }) };
}

async function stagesDocument(stages: readonly Stage[], sink: Sink): Promise<unknown> {
  const documents: unknown[] = [];
  for (const stage of sortedBy(stages, ({ StageName }) => StageName)) {
    const at = `stages/${stage.StageName ?? ''}/variables`;
    documents.push({
      ...without(stage, 'DeploymentId', 'CreatedDate', 'LastUpdatedDate', 'LastDeploymentStatusMessage'),
      StageVariables: await hiddenVariables(stage.StageVariables, at, sink),
    });
  }
  return documents;
}

function observed(api: GetApiCommandOutput, stages: readonly Stage[]) {
  const { ApiId, ApiEndpoint, CreatedDate, ImportInfo, Warnings } = api;
  const seen = stages.map((stage) => {
    const {
      DeploymentId,
      CreatedDate: created,
      LastUpdatedDate: updated,
      LastDeploymentStatusMessage: message,
    } = stage;
    return [stage.StageName ?? '', { DeploymentId, created, updated, message }] as const;
  });
  return { ApiId, ApiEndpoint, CreatedDate, ImportInfo, Warnings, stages: Object.fromEntries(seen) };
}

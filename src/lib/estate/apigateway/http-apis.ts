import {
  ApiGatewayV2,
  type ApiGatewayV2 as Client,
  type GetApiCommandOutput as Api,
  type Integration,
  type Route,
  type Stage,
} from '@aws-sdk/client-apigatewayv2';
import type { Sink } from '../../capture/sink.ts';
import { hidden, hiddenVariables, sortedBy } from './hide.ts';
import { orGone, type Kind } from './kind.ts';
import { openApi } from './open-api.ts';
import { allItems } from './pages.ts';

/** How many things a page may have at most. */
const MaxResults = '500';

/** HTTP and WebSocket APIs. Routes are written with their integrations in them, and all ids within an API as names. */
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
    await sink.json('tags.json', api.Tags ?? {});
    const page = { ApiId, MaxResults };
    const authorizers = await allItems((NextToken) => client.getAuthorizers({ ...page, NextToken }));
    const plain = authorizers.map(({ AuthorizerId: _, Name = '', ...rest }) => [Name, rest] as const);
    await sink.json('authorizers.json', await hidden(Object.fromEntries(plain), 'authorizers', sink));
    const names = new Map(authorizers.map(({ AuthorizerId = '', Name = '' }) => [AuthorizerId, Name]));
    const integrations = await integrationsOf(client, api, ApiId);
    const routes = await allItems((NextToken) => client.getRoutes({ ...page, NextToken }));
    const documents = new Map<string, unknown>();
    for (const route of routes)
      documents.set(route.RouteKey ?? '', await routeDocument(client, api, ApiId, route, names, integrations));
    await sink.json('routes.json', await hidden(Object.fromEntries(documents), 'routes', sink));
    const used = new Set(routes.map(({ Target = '' }) => targetOf(Target)));
    const unused = [...integrations].filter(([id]) => !used.has(id)).map(([, document]) => document);
    const sorted = sortedBy(unused, (each) => JSON.stringify(each));
    await sink.json('integrations-unused.json', await hidden(sorted, 'integrations', sink));
    if (api.ProtocolType === 'WEBSOCKET') {
      const models = await allItems((NextToken) => client.getModels({ ...page, NextToken }));
      const named = models.map(({ ModelId: _, Name = '', ...rest }) => [Name, rest] as const);
      await sink.json('models.json', Object.fromEntries(named));
    } else {
      const asked = { ApiId, OutputType: 'JSON', Specification: 'OAS30', IncludeExtensions: true } as const;
      const { body } = await client.exportApi(asked);
      await sink.json('openapi.json', await openApi(body, 'latest', api.Version, sink));
    }
    const stages = await allItems((NextToken) => client.getStages({ ...page, NextToken }));
    await sink.json('stages.json', await stagesDocument(stages, sink));
    await sink.json('observed.json', observed(api, stages));
  },
};

function apiDocument(api: Api) {
  const {
    ApiId: _,
    ApiEndpoint: _e,
    CreatedDate: _c,
    ImportInfo: _i,
    Warnings: _w,
    Tags: _t,
    $metadata: _m,
    ...rest
  } = api;
  const { CorsConfiguration: cors } = rest;
  const lists = Object.entries(cors ?? {}).map(([key, each]) => [key, Array.isArray(each) ? each.toSorted() : each]);
  return { ...rest, ...(cors && { CorsConfiguration: Object.fromEntries(lists) }) };
}

function targetOf(target: string): string {
  return target.replace(/^integrations\//, '');
}

async function integrationsOf(
  client: Client,
  { ProtocolType }: Api,
  ApiId: string,
): Promise<ReadonlyMap<string, unknown>> {
  const all = await allItems((NextToken) => client.getIntegrations({ ApiId, MaxResults, NextToken }));
  const documents = new Map<string, unknown>();
  for (const { IntegrationId = '', ...integration } of all) {
    const responses =
      ProtocolType === 'WEBSOCKET' ? await integrationResponses(client, ApiId, IntegrationId) : undefined;
    documents.set(IntegrationId, {
      ...integration,
      ...(responses && { IntegrationResponses: responses }),
    } satisfies Integration & {
      IntegrationResponses?: unknown;
    });
  }
  return documents;
}

async function integrationResponses(client: Client, ApiId: string, IntegrationId: string) {
  const asked = { ApiId, IntegrationId, MaxResults };
  const all = await allItems((NextToken) => client.getIntegrationResponses({ ...asked, NextToken }));
  return sortedBy(all, (each) => each.IntegrationResponseKey).map(({ IntegrationResponseId: _, ...rest }) => rest);
}

async function routeDocument(
  client: Client,
  { ProtocolType }: Api,
  ApiId: string,
  { RouteId = '', RouteKey: _, Target, AuthorizerId, ...route }: Route,
  authorizers: ReadonlyMap<string, string>,
  integrations: ReadonlyMap<string, unknown>,
) {
  const asked = { ApiId, RouteId, MaxResults };
  const responses =
    ProtocolType === 'WEBSOCKET'
      ? await allItems((NextToken) => client.getRouteResponses({ ...asked, NextToken }))
      : undefined;
  return {
    ...route,
    ...(AuthorizerId !== undefined && { Authorizer: authorizers.get(AuthorizerId) ?? AuthorizerId }),
    ...(Target !== undefined && { Integration: integrations.get(targetOf(Target)) ?? Target }),
    ...(responses && {
      RouteResponses: sortedBy(responses, (each) => each.RouteResponseKey).map(
        ({ RouteResponseId: _, ...rest }) => rest,
      ),
    }),
  };
}

async function stagesDocument(stages: readonly Stage[], sink: Sink): Promise<unknown> {
  const documents: unknown[] = [];
  for (const stage of sortedBy(stages, ({ StageName }) => StageName)) {
    const { DeploymentId: _, CreatedDate: _c, LastUpdatedDate: _l, LastDeploymentStatusMessage: _m, ...is } = stage;
    const { StageVariables, ...rest } = is;
    const at = `stages/${stage.StageName ?? ''}/variables`;
    documents.push({ ...rest, StageVariables: await hiddenVariables(StageVariables, at, sink) });
  }
  return documents;
}

function observed({ ApiId, ApiEndpoint, CreatedDate, ImportInfo, Warnings }: Api, stages: readonly Stage[]) {
  const seen = stages.map(({ StageName = '', DeploymentId, CreatedDate, LastUpdatedDate, ...rest }) => [
    StageName,
    { DeploymentId, CreatedDate, LastUpdatedDate, message: rest.LastDeploymentStatusMessage },
  ]);
  return { ApiId, ApiEndpoint, CreatedDate, ImportInfo, Warnings, stages: Object.fromEntries(seen) };
}

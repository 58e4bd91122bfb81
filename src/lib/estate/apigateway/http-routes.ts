import type { ApiGatewayV2, GetApiCommandOutput, Route } from '@aws-sdk/client-apigatewayv2';
import { without } from '../shared/without.ts';
import { sortedBy } from './hide.ts';
import { allItems } from './pages.ts';

/** How many things a page may have at most. */
export const MaxResults = '500';

/** Routes by their keys, and the integrations that none of them has. */
export interface HttpRoutes {
  readonly routes: Readonly<Record<string, unknown>>;
  readonly unused: readonly unknown[];
}

/** What an API does with requests: each route with its integration in it, since ids change when it is made anew. */
export async function readRoutes(
  client: ApiGatewayV2,
  { ApiId = '', ProtocolType }: GetApiCommandOutput,
  authorizers: ReadonlyMap<string, string>,
): Promise<HttpRoutes> {
  const twoWay = ProtocolType === 'WEBSOCKET';
  const integrations = await integrationsOf(client, ApiId, twoWay);
  const all = await allItems((NextToken) => client.getRoutes({ ApiId, MaxResults, NextToken }));
  const routes: [string, unknown][] = [];
  for (const route of all) {
    const { AuthorizerId, Target } = route;
    routes.push([
      route.RouteKey ?? '',
      {
        ...without(route, 'RouteId', 'RouteKey', 'Target', 'AuthorizerId'),
        ...(AuthorizerId !== undefined && { Authorizer: authorizers.get(AuthorizerId) ?? AuthorizerId }),
        ...(Target !== undefined && { Integration: integrations.get(targetOf(route)) ?? Target }),
        ...(twoWay && { RouteResponses: await routeResponses(client, ApiId, route) }),
      },
    ]);
  }
  const used = new Set(all.map(targetOf));
  const unused = [...integrations].flatMap(([id, document]) => (used.has(id) ? [] : [document]));
  return { routes: Object.fromEntries(routes), unused: sortedBy(unused, (each) => JSON.stringify(each)) };
}

function targetOf({ Target = '' }: Route): string {
  return Target.replace('integrations/', '');
}

async function integrationsOf(client: ApiGatewayV2, ApiId: string, twoWay: boolean) {
  const all = await allItems((NextToken) => client.getIntegrations({ ApiId, MaxResults, NextToken }));
  const documents = new Map<string, unknown>();
  for (const { IntegrationId = '', ...integration } of all) {
    const responses = twoWay ? await integrationResponses(client, ApiId, IntegrationId) : undefined;
    documents.set(IntegrationId, { ...integration, ...(responses && { IntegrationResponses: responses }) });
  }
  return documents;
}

async function integrationResponses(client: ApiGatewayV2, ApiId: string, IntegrationId: string) {
  const asked = { ApiId, IntegrationId, MaxResults };
  const all = await allItems((NextToken) => client.getIntegrationResponses({ ...asked, NextToken }));
  return sortedBy(all, (each) => each.IntegrationResponseKey).map((each) => without(each, 'IntegrationResponseId'));
}

async function routeResponses(client: ApiGatewayV2, ApiId: string, { RouteId }: Route) {
  const all = await allItems((NextToken) => client.getRouteResponses({ ApiId, RouteId, MaxResults, NextToken }));
  return sortedBy(all, (each) => each.RouteResponseKey).map((each) => without(each, 'RouteResponseId'));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { ask, bodyOf, forward, json, serve, type ProxyStandIn } from './proxy.ts';

const API = z.looseObject({ name: z.string(), corsConfiguration: z.record(z.string(), z.unknown()).optional() });
const ROUTES = z.object({ items: z.array(z.looseObject({ routeKey: z.string(), target: z.string().optional() })) });
const INTEGRATIONS = z.object({ items: z.array(z.looseObject({ integrationId: z.string() })) });

/**
 * Answers for both API Gateways (`APIGateway`, `ApiGatewayV2`): exports of HTTP APIs, as documented for `ExportApi`
 * (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-exports-specification.html), and that there are no links
 * into networks and no models of WebSocket APIs. Everything else is answered by `endpoint`.
 */
export async function startApiGateway({ endpoint }: { readonly endpoint: string }): Promise<ProxyStandIn> {
  return serve((request, response) => answer(request, response, endpoint));
}

async function answer(request: IncomingMessage, response: ServerResponse, endpoint: string): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', endpoint);
  const api = /^\/v2\/apis\/([^/]+)\/exports\/OAS30$/.exec(pathname)?.[1];
  if (request.method === 'GET' && api !== undefined) return exported(request, response, endpoint, api);
  if (request.method === 'GET' && /^\/v2\/(?:vpclinks|apis\/[^/]+\/models)$/.test(pathname))
    return json(response, 200, { items: [] });
  if (request.method === 'GET' && pathname === '/vpclinks') return json(response, 200, { item: [] });
  return forward(request, response, endpoint, await bodyOf(request));
}

async function exported(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  id: string,
): Promise<void> {
  const found = await ask(request, endpoint, `/v2/apis/${id}`);
  if (!found.ok) return json(response, found.status, await found.json());
  const api = API.parse(await found.json());
  const routes = ROUTES.parse(await (await ask(request, endpoint, `/v2/apis/${id}/routes`)).json());
  const integrations = INTEGRATIONS.parse(await (await ask(request, endpoint, `/v2/apis/${id}/integrations`)).json());
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { routeKey, target } of routes.items) {
    const [verb = '', path = `/${routeKey}`] = routeKey.split(' ');
    const integration = integrations.items.find(({ integrationId }) => target === `integrations/${integrationId}`);
    const method = verb === 'ANY' || verb.startsWith('$') ? 'x-amazon-apigateway-any-method' : verb.toLowerCase();
    (paths[path] ??= {})[method] = {
      responses: { default: { description: `Default response for ${routeKey}` } },
      ...(routeKey === '$default' && { isDefaultRoute: true }),
      ...(integration && { 'x-amazon-apigateway-integration': integrationOf(integration) }),
    };
  }
  const url = `https://${id}.execute-api.us-east-1.amazonaws.com/{basePath}`;
  json(response, 200, {
    openapi: '3.0.1',
    info: { title: api.name, version: new Date().toISOString() },
    servers: [{ url, variables: { basePath: { default: '' } } }],
    paths,
    ...(api.corsConfiguration && { 'x-amazon-apigateway-cors': api.corsConfiguration }),
    'x-amazon-apigateway-importexport-version': '1.0',
  });
}

/** The names that exports use. */
const NAMES: Readonly<Record<string, string>> = {
  payloadFormatVersion: 'payloadFormatVersion',
  integrationType: 'type',
  integrationMethod: 'httpMethod',
  integrationUri: 'uri',
  connectionType: 'connectionType',
  requestParameters: 'requestParameters',
  responseParameters: 'responseParameters',
  timeoutInMillis: 'timeoutInMillis',
};

function integrationOf(integration: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(integration).flatMap(([name, value]) => {
      const as = NAMES[name];
      if (as === undefined) return [];
      return [[as, name === 'integrationType' ? String(value).toLowerCase() : value]];
    }),
  );
}

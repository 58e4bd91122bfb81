import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';

/** A stand-in that asks the emulator, and answers itself what the emulator lacks. */
export interface ApiGatewayStandIn {
  readonly url: string;
  close(): Promise<void>;
}

const API = z.looseObject({ name: z.string(), corsConfiguration: z.record(z.string(), z.unknown()).optional() });
const ROUTES = z.object({ items: z.array(z.looseObject({ routeKey: z.string(), target: z.string().optional() })) });
const INTEGRATIONS = z.object({ items: z.array(z.looseObject({ integrationId: z.string() })) });

/**
 * Answers for both API Gateways (`APIGateway`, `ApiGatewayV2`): exports of HTTP APIs, as documented for `ExportApi`
 * (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-exports-specification.html), and that there are no links
 * into networks. Everything else is answered by `endpoint`.
 */
export async function startApiGateway({ endpoint }: { readonly endpoint: string }): Promise<ApiGatewayStandIn> {
  const server = createServer((request, response) => {
    void answer(request, response, endpoint).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, endpoint: string): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', endpoint);
  const api = /^\/v2\/apis\/([^/]+)\/exports\/OAS30$/.exec(pathname)?.[1];
  if (request.method === 'GET' && api !== undefined) return exported(request, response, endpoint, api);
  if (request.method === 'GET' && pathname === '/v2/vpclinks') return json(response, 200, { items: [] });
  if (request.method === 'GET' && pathname === '/vpclinks') return json(response, 200, { item: [] });
  const answered = await ask(request, endpoint, request.url ?? '/', await bodyOf(request));
  const { 'transfer-encoding': _, 'content-encoding': _e, ...headers } = Object.fromEntries(answered.headers);
  response.writeHead(answered.status, headers).end(Buffer.from(await answered.arrayBuffer()));
}

/** As the caller: the account is told by who signed. */
function ask(request: IncomingMessage, endpoint: string, path: string, body?: Buffer): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && !/^(?:host|connection|content-length|expect)$/.test(name))
      headers.set(name, value);
  const method = body ? (request.method ?? 'GET') : 'GET';
  return fetch(new URL(path, endpoint), { method, headers, ...(body?.length && { body: new Uint8Array(body) }) });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function json(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
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

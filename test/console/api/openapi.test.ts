import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../src/console/app.ts';
import { requestModel } from '../../fakes/request-model.ts';
import { world } from '../../world.ts';
import { faultsOf } from './openapi-rules.ts';
import { office } from './office.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

async function description() {
  const { ask } = office();
  return (await ask('nobody', 'GET /openapi.json')).body;
}

/** `GET /v1/sites/{site}` for each route of an app that answers something. */
function routesOf(app: Pick<Hono, 'routes'>): string[] {
  const named = app.routes.filter(({ method }) => method !== 'ALL');
  return named.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
}

describe('the description of the API', () => {
  it('keeps the rules of OpenAPI 3.1', async () => {
    expect(faultsOf(await description())).toEqual([]);
  });

  it('describes every route of the app, and no other', async () => {
    const { paths } = await description();
    const described = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => METHODS.has(key))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const app = createApp(requestModel(world()).deps);
    expect(described.toSorted(byText)).toEqual([...new Set(routesOf(app))].toSorted(byText));
  });

  it('says where it is, and asks for AWS credentials under /v1 alone', async () => {
    const { servers, security, paths } = await description();
    expect(servers).toEqual([{ url: 'https://api.example.com' }]);
    expect(security).toEqual([{ sigv4: [] }]);
    const open = Object.entries<Record<string, { security?: unknown[] }>>(paths).filter(([, item]) =>
      Object.values(item).some((operation) => operation.security?.length === 0),
    );
    expect(open.map(([path]) => path).filter((path) => path.startsWith('/v1'))).toEqual([]);
  });

  it('describes each refusal as problem details', async () => {
    const { paths } = await description();
    const { responses } = paths['/v1/incidents/{id}/override'].post;
    expect(Object.keys(responses)).toEqual([
      '202',
      '400',
      '401',
      '403',
      '404',
      '409',
      '410',
      '413',
      '415',
      '429',
      '500',
      '503',
    ]);
    for (const status of ['400', '403', '409', '410', '413']) {
      expect(responses[status].content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
    }
  });
});

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

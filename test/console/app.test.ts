import { describe, expect, it } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { office } from './api/office.ts';

const SECRET = 'arn:aws:dynamodb:eu-central-1:123456789012:table/holdfast';

async function failing(error: Error): Promise<ReturnType<typeof office>> {
  const incidents = async () => {
    throw error;
  };
  return office({ lists: { ...noLists, incidents } });
}

const noLists = {
  pages: async () => ({ items: [] }),
  tokens: async () => ({ items: [] }),
  warnings: async () => ({ items: [] }),
};

describe('the app', () => {
  it('says that it runs, to anybody', async () => {
    const { ask } = office();
    expect(await ask('nobody', 'GET /health')).toMatchObject({ status: 200, body: { ok: true } });
  });

  it.each(['/', '/v1', '/v1/', '/v1/users', '/v2/incidents', '/slack', '/v1/incidents/a/b/c', '/.env'])(
    'answers 404 as a problem at %s',
    async (path) => {
      const { ask } = office();
      const { status, body, response } = await ask('approver', `GET ${path}`);
      expect([status, body.status]).toEqual([404, 404]);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('lets nothing be kept or guessed at, whatever it answers', async () => {
    const { ask } = office();
    for (const path of ['/health', '/openapi.json', '/v1/sites', '/v1/incidents/none', '/nothing']) {
      const { headers } = (await ask('approver', `GET ${path}`)).response;
      expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
    }
  });

  it('tells nothing of a fault but where to look, and logs it with the id of the request', async () => {
    const { ask, logged } = await failing(new Error(`cannot read ${SECRET}`));
    const { status, body, response } = await ask('approver', 'GET /v1/incidents');
    expect(status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(body)).not.toContain('dynamodb');
    expect(body.instance).toBe('urn:holdfast:request:JKJaXmPLvHcESHA%3D');
    expect(logged).toMatchObject([
      { path: '/v1/incidents', request: 'JKJaXmPLvHcESHA=', error: { message: `cannot read ${SECRET}` } },
    ]);
  });

  it('says when trying again may help', async () => {
    const { ask } = await failing(new HoldfastError('REGISTRY.BUSY', SECRET, { retryable: true }));
    const { status, body, response } = await ask('approver', 'GET /v1/incidents');
    expect([status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(JSON.stringify(body)).not.toContain('dynamodb');
  });

  it('gives a preview only to be framed without any rights', async () => {
    const { ask, undone } = office();
    const { id } = await undone();
    for (const side of ['rejected', 'baseline']) {
      const { status, body, response } = await ask('deployer', `GET /v1/incidents/${id}/previews/${side}`);
      expect(status).toBe(200);
      expect(body).toContain('Sail');
      expect(body.includes('CHECKOUT')).toBe(side === 'baseline');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
    }
    expect((await ask('deployer', `GET /v1/incidents/${id}/previews/other`)).status).toBe(404);
    expect((await ask('deployer', 'GET /v1/incidents/none/previews/rejected')).status).toBe(404);
    expect((await ask('nobody', `GET /v1/incidents/${id}/previews/rejected`)).status).toBe(401);
  });
});

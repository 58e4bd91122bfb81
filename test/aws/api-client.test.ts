import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../src/console/api/operations.ts';
import type { ApiClient } from '../../src/lib/api/api-client.ts';
import { bearing, signing, type Authorize } from '../../src/lib/aws/api-authorize.ts';
import { httpApi } from '../../src/lib/aws/api-client.ts';
import { apiServer, type Answer } from './api-server.ts';
import { signatureOf } from './signature.ts';

const KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a/session+token==',
};
const NOW = new Date('2026-03-10T12:00:00.000Z');
const TOKEN = bearing('approver-token');

const signed = signing({ region: 'eu-west-1', credentials: async () => KEYS, now: () => NOW });

async function calling(answers: readonly Answer[], authorize: Authorize = TOKEN) {
  const server = await apiServer(answers);
  const waits: number[] = [];
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const api = httpApi(`${server.base}/base/$default`, { fetch, authorize, wait });
  return { api, waits, ...server };
}

function problem(status: number, type: string, detail = 'What the server says.'): Answer {
  return { status, body: { type, title: 'Refused', status, detail } };
}

describe('a signed call', () => {
  test('is checked with a calculation that agrees with the example that AWS published', () => {
    const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
    const scope = '20150830/us-east-1/service/aws4_request';
    expect(
      signatureOf(
        { method: 'GET', target: '/', headers, body: '' },
        { secret: KEYS.secretAccessKey, scope, signedHeaders: 'host;x-amz-date' },
      ),
    ).toBe('5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31');
  });

  test.each([
    ['a list', (api: ReturnType<typeof httpApi>) => api.incidents({ site: 'demo', state: 'restored', limit: 5 })],
    ['an odd page', (api: ReturnType<typeof httpApi>) => api.page('demo', "a b+c/é~*'(1)!&=?#%2F.html")],
    ['an odd site', (api: ReturnType<typeof httpApi>) => api.site('a b/c')],
    ['a body', (api: ReturnType<typeof httpApi>) => api.decide('1f2e', 'override', { reason: 'It was right: é' })],
  ])('has the signature that %s is to have, as the server gets it', async (_, call) => {
    using server = await calling([{ status: 404 }], signed);
    await expect(call(server.api)).rejects.toMatchObject({ code: 'API.UNKNOWN' });
    const [request] = server.received;
    const [, scope = '', signedHeaders = '', signature] =
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=(\S+)$/.exec(
        request?.headers['authorization'] ?? '',
      ) ?? [];
    expect(scope).toBe('20260310/eu-west-1/execute-api/aws4_request');
    expect(signedHeaders.split(';')).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']));
    expect(request?.headers['x-amz-security-token']).toBe(KEYS.sessionToken);
    expect(signature).toBe(signatureOf(request!, { secret: KEYS.secretAccessKey, scope, signedHeaders }));
  });

  test('says how to sign in where there are no credentials', async () => {
    const nobody = signing({ region: 'x', credentials: () => Promise.reject(new Error('none')), now: () => NOW });
    using server = await calling([{}], nobody);
    await expect(server.api.sites()).rejects.toMatchObject({
      code: 'API.CREDENTIALS',
      hint: expect.stringContaining('aws sso login'),
    });
    expect(server.received).toEqual([]);
  });
});

test('every call asks for something that the API answers', async () => {
  const asked: string[] = [];
  const fetch = async ({ pathname }: URL, { method = '' }: RequestInit) => {
    asked.push(`${method} ${pathname}`);
    return new Response('', { status: 404 });
  };
  const api = httpApi('http://127.0.0.1:1', { fetch, authorize: TOKEN, wait: async () => undefined });
  const body = { until: '2026-03-10T12:00:00.000Z', reason: 'x' };
  const calls: Record<keyof ApiClient, Promise<unknown>> = {
    incidents: api.incidents({ site: 's' }),
    incident: api.incident('i'),
    decide: api.decide('i', 'restore', { reason: 'x' }),
    makeLink: api.makeLink('i', 'web-lead@example.com'),
    preview: api.preview('i', 'baseline'),
    sites: api.sites(),
    site: api.site('s'),
    pages: api.pages('s'),
    page: api.page('s', 'index.html'),
    tokens: api.tokens('s'),
    pause: api.pause('s', body),
    unpause: api.unpause('s'),
    allow: api.allow('s', { page: 'index.html', tokens: ['HERO'], ...body }),
    withdraw: api.withdraw('s', 'index.html', '1f2e3d4c5b6a'),
    retire: api.retire('s', { kind: 'token', name: 'HERO', reason: 'x' }),
    unretire: api.unretire('s', { kind: 'token', name: 'HERO' }),
    warnings: api.warnings('s', { page: 'index.html', all: true }),
    warn: api.warn('s', { says: 'x' }),
    acknowledge: api.acknowledge('s', '20260310T120000Z-0a1b2c3d4e5f', 'x'),
    verification: api.verification('s', 'index.html'),
    verify: api.verify('s', { page: 'index.html', identity: 'i', sha256: 'd', checks: [] }),
    escalate: api.escalate('s', { page: 'index.html', says: 'x', diff: '' }),
  };
  await Promise.allSettled(Object.values(calls));
  expect(asked).toHaveLength(Object.keys(calls).length);
  const answered = OPERATIONS.map(
    ({ method, path }) => new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  );
  expect(asked.filter((request) => !answered.some((route) => route.test(request)))).toEqual([]);
});

describe('a call', () => {
  test('carries the token of a stack on this machine, and gives what the shape promises', async () => {
    using server = await calling([{ body: { already: true, more: 1 } }]);
    const body = { kind: 'token', name: 'HERO', reason: 'gone' } as const;
    await expect(server.api.retire('demo', body)).resolves.toEqual({ already: true });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        target: '/base/$default/v1/sites/demo/retired',
        headers: { authorization: 'Bearer approver-token', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    ]);
  });

  test.each([
    [problem(403, 'urn:holdfast:problem:not-allowed'), 'API.DENIED'],
    [problem(404, 'urn:holdfast:problem:unknown'), 'API.UNKNOWN'],
    [problem(409, 'urn:holdfast:problem:state'), 'API.STATE'],
    [problem(409, 'urn:holdfast:problem:moved-on'), 'API.MOVED'],
    [problem(409, 'urn:holdfast:problem:paused'), 'API.PAUSED'],
    [problem(409, 'urn:holdfast:problem:conflict'), 'API.CONFLICT'],
    [problem(410, 'urn:holdfast:problem:expired'), 'API.EXPIRED'],
    [problem(400, 'urn:holdfast:problem:invalid'), 'API.INVALID'],
    [problem(400, 'about:blank'), 'API.INVALID'],
    [problem(409, 'urn:holdfast:problem:constructor'), 'API.STATE'],
  ])('gives the refusal %j as what it is, in the words of the server', async (answer, code) => {
    using server = await calling([answer]);
    const refused = server.api.decide('1f2e', 'dismiss', { reason: 'x' });
    await expect(refused).rejects.toMatchObject({ code, message: 'What the server says.' });
    expect(server.received).toHaveLength(1);
  });

  test('knows the refusals of API Gateway itself', async () => {
    using server = await calling([{ status: 403, body: { message: 'The token has expired' } }]);
    await expect(server.api.sites()).rejects.toMatchObject({
      code: 'API.DENIED',
      message: 'The API answered with 403: The token has expired.',
      hint: expect.stringContaining('HoldfastApprover'),
    });
  });

  test('that reads is tried three times', async () => {
    using server = await calling([{ status: 503 }, { hangUp: true }, { body: { items: [] } }]);
    await expect(server.api.sites()).resolves.toEqual({ items: [] });
    expect(server.waits).toEqual([300, 1200]);
    using down = await calling([{ status: 500 }]);
    await expect(down.api.sites()).rejects.toMatchObject({ code: 'API.FAILED' });
    expect(down.received).toHaveLength(3);
  });

  test.each([
    [{ status: 500 }, 'API.FAILED'],
    [{ hangUp: true }, 'API.UNREACHABLE'],
  ])('that writes is made once, for it may have counted: %j', async (answer, code) => {
    using server = await calling([answer]);
    await expect(server.api.unpause('demo')).rejects.toMatchObject({ code });
    expect(server.received).toHaveLength(1);
  });

  test('that was throttled did nothing, and is made again', async () => {
    using server = await calling([{ status: 429 }, { body: { ended: [], asked: 0 } }]);
    await expect(server.api.unpause('demo', 'index.html')).resolves.toEqual({ ended: [], asked: 0 });
    expect(server.received.map(({ target }) => target)).toEqual([
      '/base/$default/v1/sites/demo/pauses?page=index.html',
      '/base/$default/v1/sites/demo/pauses?page=index.html',
    ]);
  });

  test.each([500, 503, 504])(
    'says of a write answered with %s that it may stand, and does not make it twice',
    async (status) => {
      using server = await calling([{ status, body: { message: 'Service Unavailable' } }]);
      const body = { reason: 'x', scope: 'incident' as const };
      const hint = 'It may have been recorded all the same: look before you run it again.';
      await expect(server.api.decide('0a1b2c3d4e5f60718293', 'override', body)).rejects.toMatchObject({ hint });
      await expect(server.api.unpause('demo', undefined)).rejects.toMatchObject({ code: 'API.FAILED', hint });
      expect(server.received).toHaveLength(2);
      await expect(server.api.sites()).rejects.toMatchObject({ hint: expect.stringContaining('Try again') });
    },
  );

  test('is given up when nothing comes for too long', async () => {
    const given: unknown[] = [];
    const silent = (_: URL, { signal }: RequestInit) => {
      given.push(signal);
      return Promise.reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    };
    const api = httpApi('http://127.0.0.1:1', { fetch: silent, authorize: TOKEN, wait: async () => undefined });
    await expect(api.retire('demo', { kind: 'token', name: 'X', reason: 'x' })).rejects.toMatchObject({
      code: 'API.UNREACHABLE',
      message: 'http://127.0.0.1:1 did not answer: The operation was aborted due to timeout',
      hint: expect.stringContaining('It may have been recorded'),
    });
    expect(given).toEqual([expect.any(AbortSignal)]);
  });

  test('does not follow to somewhere else with its authorization', async () => {
    using other = await calling([{ body: { items: [] } }]);
    using server = await calling([{ status: 302, headers: { location: `${other.base}/v1/sites` } }]);
    await expect(server.api.sites()).rejects.toMatchObject({ code: 'API.UNREACHABLE' });
    expect(other.received).toEqual([]);
  });

  test.each(['', 'no JSON', '{}', '{"items":[{}]}'])('does not take %j for an answer', async (body) => {
    using server = await calling([{ body }]);
    await expect(server.api.sites()).rejects.toMatchObject({ code: 'API.UNREADABLE' });
  });

  test.each([signed, TOKEN])('tells nobody with what it was authorized when it fails', async (authorize) => {
    const secrets = [KEYS.secretAccessKey, KEYS.sessionToken, KEYS.accessKeyId, 'approver-token'];
    for (const answer of [{ status: 403 }, { status: 500 }, { hangUp: true }]) {
      using server = await calling([answer], authorize);
      const error: unknown = await server.api.unpause('demo').catch((error: unknown) => error);
      const said = everythingOf(error);
      expect(said).toContain('API.');
      for (const secret of secrets) expect(said).not.toContain(secret);
    }
  });
});

/** All that an error could ever print, with its causes. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error)} ${error.cause === undefined ? '' : everythingOf(error.cause)}`;
}

import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { createServer, type RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cloudFrontEdge } from '../../src/lib/aws/cloudfront-edge.ts';
import { visit } from '../../src/lib/aws/edge-visit.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { wire, type Answer } from './wire.ts';

const XML = { 'content-type': 'text/xml' };
const invalidation = (status: string): Answer => ({
  status: 201,
  headers: XML,
  body: `<?xml version="1.0"?><Invalidation><Id>I1</Id><Status>${status}</Status></Invalidation>`,
});
const refusal = (status: number, code: string): Answer => ({
  status,
  headers: XML,
  body: `<?xml version="1.0"?><ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

async function edgeOn(answer: () => Answer, addresses?: Record<string, string>) {
  const { settings, requests } = await wire(answer);
  return {
    edge: cloudFrontEdge({ cloudFront: new CloudFrontClient(settings), ...(addresses && { addresses }) }),
    requests,
  };
}

describe('the edge on CloudFront', () => {
  test('gives one reference to the same paths under the same name, and others to others', async () => {
    const { edge, requests } = await edgeOn(() => invalidation('InProgress'));
    expect(await edge.purge('E1', ['/a', '/b'], 'r1')).toBe('I1');
    await edge.purge('E1', ['/a', '/b'], 'r1');
    await edge.purge('E1', ['/a'], 'r1');
    await edge.purge('E1', ['/a', '/b'], 'r2');
    const references = requests.map(({ body }) => /<CallerReference>([^<]*)</.exec(body)?.[1]);
    expect(references[1]).toBe(references[0]);
    expect(new Set(references).size).toBe(3);
    expect([...(requests[0]?.body ?? '').matchAll(/<Path>([^<]*)</g)].map(([, path]) => path)).toEqual(['/a', '/b']);
  });

  test.each([
    ['InProgress', false],
    ['Completed', true],
  ])('takes %s for complete: %s', async (status, complete) => {
    const { edge, requests } = await edgeOn(() => invalidation(status));
    expect(await edge.purged('E1', 'I1')).toBe(complete);
    expect(requests[0]?.path).toContain('/distribution/E1/invalidation/I1');
  });

  test.each([
    [403, 'AccessDenied', 'CDN.DENIED', false],
    [404, 'NoSuchDistribution', 'CDN.MISSING', false],
    [400, 'TooManyInvalidationsInProgress', 'CDN.BUSY', true],
  ])('says what a %i %s means', async (status, name, code, retryable) => {
    const { edge } = await edgeOn(() => refusal(status, name));
    await expect(edge.purge('E1', ['/a'], 'r1')).rejects.toMatchObject({ code, retryable });
    await expect(edge.purged('E1', 'I1')).rejects.toMatchObject({ code, retryable });
    await expect(edge.address('E1')).rejects.toMatchObject({ code, retryable });
  });

  test('is at the name of the distribution, or where it is served otherwise', async () => {
    const body =
      '<?xml version="1.0"?><Distribution><Id>E1</Id><DomainName>d1.cloudfront.net</DomainName></Distribution>';
    const { edge } = await edgeOn(() => ({ headers: XML, body }), { E2: 'http://127.0.0.1:1' });
    expect([await edge.address('E1'), await edge.address('E2')]).toEqual([
      'https://d1.cloudfront.net',
      'http://127.0.0.1:1',
    ]);
  });
});

/** A server of pages; ends with the test. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('a visit', () => {
  const PAGE = '<!doctype html><p>Sail</p>'.repeat(100);
  const SAME = { kind: 'answered', status: 200, sha256: sha256(PAGE) };

  test.each([
    ['as it is', {}, PAGE],
    ['compressed with gzip', { 'content-encoding': 'gzip' }, gzipSync(PAGE)],
    ['compressed with Brotli', { 'content-encoding': 'br' }, brotliCompressSync(PAGE)],
    ['compressed twice', { 'content-encoding': 'gzip, br' }, brotliCompressSync(gzipSync(PAGE))],
  ])('gets the page %s', async (_, headers, body) => {
    const asked: string[] = [];
    const base = await serving((request, response) => {
      asked.push(`${request.url} ${String(request.headers['accept-encoding'])}`);
      response.writeHead(200, headers).end(body);
    });
    expect(await visit(`${base}/a%20b.html`, DEFAULT_LIMITS)).toEqual(SAME);
    expect(asked).toEqual(['/a%20b.html gzip, br']);
  });

  test('tells status, age and what the cache says', async () => {
    const headers = { age: '12', 'x-cache': 'Hit from cloudfront' };
    const base = await serving((_, response) => response.writeHead(503, headers).end('busy'));
    expect(await visit(base, DEFAULT_LIMITS)).toEqual({
      kind: 'answered',
      status: 503,
      sha256: sha256('busy'),
      age: 12,
      cache: 'Hit from cloudfront',
    });
  });

  test('follows redirects within its origin, five at most', async () => {
    const base = await serving((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return response.end(PAGE);
      return response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await visit(`${base}/5`, DEFAULT_LIMITS)).toEqual(SAME);
    expect(await visit(`${base}/6`, DEFAULT_LIMITS)).toEqual({ kind: 'failed', reason: 'redirects more than 5 times' });
  });

  test('follows none to another origin', async () => {
    const asked: string[] = [];
    const other = await serving((request, response) => {
      asked.push(String(request.url));
      response.end(PAGE);
    });
    const base = await serving((_, response) => response.writeHead(301, { location: `${other}/secret` }).end());
    const reason = `redirects to ${other}, which was not followed`;
    expect(await visit(base, DEFAULT_LIMITS)).toEqual({ kind: 'failed', reason });
    expect(asked).toEqual([]);
  });

  test('reads no more than the limits', async () => {
    const base = await serving((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(request.url === '/bomb' ? gzipSync(Buffer.alloc(2_000_000)) : Buffer.alloc(2_000_000));
    });
    const limits = { ...DEFAULT_LIMITS, bytes: 1_000_000, decodedBytes: 1_000_000 };
    expect(await visit(`${base}/`, limits)).toEqual({
      kind: 'failed',
      reason: 'answers with more than 1,000,000 bytes',
    });
    expect(await visit(`${base}/bomb`, limits)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('answers what cannot be read'),
    });
  });

  test('fails where nothing answers, or never to the end', async () => {
    const base = await serving((_, response) => response.write('and then'));
    expect(await visit(base, DEFAULT_LIMITS, 100)).toEqual({ kind: 'failed', reason: 'did not answer within 0.1 s' });
    const cut = await serving((request) => request.socket.destroy());
    expect(await visit(cut, DEFAULT_LIMITS)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^does not answer/),
    });
  });
});

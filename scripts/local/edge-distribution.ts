import { GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { LocalClients } from './clients.ts';
import { EdgeCache, type Cached } from './edge-cache.ts';
import { fromOrigin, type Origin } from './edge-origin.ts';

/** What a visitor gets. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

type Clients = Pick<LocalClients, 's3' | 'cloudFront'> & { readonly now: () => number };

/** One distribution as visitors meet it. */
export function serving(id: string, origin: Origin, clients: Clients): (request: IncomingMessage) => Promise<Answer> {
  const cache = new EdgeCache();
  return async ({ method, url = '/', headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 403, headers: {}, body: new Uint8Array() };
    await obey(id, cache, clients);
    const accepts = headers['accept-encoding'] ?? '';
    const path = url.replace(/[?#].*$/s, '');
    const { generation } = cache;
    const held = cache.fresh(path, clients.now());
    if (held) return answerOf(held, accepts, { age: String(Math.floor((clients.now() - held.at) / 1000)) });
    const got = await fromOrigin(origin, path === '/' ? '/index.html' : path, clients);
    cache.hold(path, got, generation);
    return answerOf(got, accepts, {});
  };
}

/** Carries out every invalidation that came since, before the next answer. */
async function obey(id: string, cache: EdgeCache, { cloudFront }: Clients): Promise<void> {
  const { InvalidationList } = await cloudFront.send(new ListInvalidationsCommand({ DistributionId: id }));
  for (const { Id = '' } of InvalidationList?.Items ?? []) {
    if (cache.knows(Id)) continue;
    const { Invalidation } = await cloudFront.send(new GetInvalidationCommand({ DistributionId: id, Id }));
    cache.forget(Id, Invalidation?.InvalidationBatch?.Paths?.Items ?? []);
  }
}

/** Compressed for who takes it, as CloudFront does with text; what the bucket has compressed stays as it is. */
function answerOf(
  { status, headers, body }: Cached,
  accepts: string | readonly string[],
  hit: { age?: string },
): Answer {
  const from = status !== 200 ? 'Error' : hit.age === undefined ? 'Miss' : 'Hit';
  const said = { ...headers, ...hit, 'x-cache': `${from} from cloudfront` };
  const isText = /^text\/|json|javascript|svg/.test(headers['content-type'] ?? '');
  if (headers['content-encoding'] !== undefined || !isText || !/\bgzip\b/.test(String(accepts))) {
    return { status, headers: said, body };
  }
  return { status, headers: { ...said, 'content-encoding': 'gzip', vary: 'accept-encoding' }, body: gzipSync(body) };
}

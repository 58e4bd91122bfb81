import { ListDistributionsCommand, type DistributionSummary } from '@aws-sdk/client-cloudfront';
import { createServer, type Server } from 'node:http';
import { localClients } from './clients.ts';
import { serving } from './edge-distribution.ts';
import type { Origin } from './edge-origin.ts';

const [port, endpoint] = process.argv.slice(2);
if (!port || !endpoint) throw new Error('usage: edge.ts <port> <endpoint of the emulator>');
const clients = { ...localClients(endpoint), now: () => Date.now() };
const edges = new Map<string, string>();

// Whoever asks here gets the address of every distribution that the emulator has by now.
createServer((_, response) => {
  open().then(
    () =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ endpoint, edges: Object.fromEntries(edges) })),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
}).listen(Number(port), '127.0.0.1');

async function open(): Promise<void> {
  const { DistributionList } = await clients.cloudFront.send(new ListDistributionsCommand({}));
  for (const distribution of DistributionList?.Items ?? []) {
    const { Id = '' } = distribution;
    const origin = originOf(distribution);
    if (origin && !edges.has(Id)) edges.set(Id, await addressOf(distributionServer(Id, origin)));
  }
}

function originOf({ Origins }: DistributionSummary): Origin | undefined {
  const [first] = Origins?.Items ?? [];
  const bucket = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(first?.DomainName ?? '')?.[1];
  return bucket === undefined ? undefined : { bucket, path: first?.OriginPath ?? '' };
}

function distributionServer(id: string, origin: Origin): Server {
  const answer = serving(id, origin, clients);
  return createServer((request, response) => {
    answer(request).then(
      ({ status, headers, body }) =>
        response
          .writeHead(status, { ...headers, 'content-length': body.length })
          .end(request.method === 'HEAD' ? undefined : body),
      (error: unknown) => {
        console.error(error);
        response.writeHead(502, { 'x-cache': 'Error from cloudfront' }).end();
      },
    );
  });
}

async function addressOf(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

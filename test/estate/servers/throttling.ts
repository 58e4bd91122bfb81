import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How often operations were asked, and how often in vain. */
export interface Counted {
  readonly asked: number;
  readonly throttled: number;
}

export interface ThrottlingServer {
  readonly url: string;
  /** By operation: `DescribeCertificate`. */
  readonly counted: ReadonlyMap<string, Counted>;
  /** Takes part of a limit as another caller of the account would; says whether it was let through. */
  takeAway(operation: string): boolean;
  close(): Promise<void>;
}

/** What the server knows of an operation. */
export interface Operation {
  /** Requests a second that AWS documents, per account and region. */
  readonly perSecond: number;
  /** Requests at once: what is saved up in a second of quiet where nothing is said. */
  readonly burst?: number;
  readonly answer: (input: Readonly<Record<string, unknown>>) => string;
  readonly type?: 'json' | 'xml';
}

/**
 * A server on this machine that throttles as AWS does: a token bucket for each operation, filled at the documented rate, and errors in
 * the words of the protocol.
 */
export async function throttlingServer(operations: Readonly<Record<string, Operation>>): Promise<ThrottlingServer> {
  const counted = new Map<string, { asked: number; throttled: number }>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  const take = (name: string): boolean => {
    const { perSecond = 0, burst = perSecond } = operations[name] ?? {};
    const now = performance.now();
    const before = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const name = nameOf(request);
    const operation = operations[name];
    if (!operation) return send(response, 400, 'json', '{"__type":"UnknownOperationException"}');
    const count = counted.get(name) ?? { asked: 0, throttled: 0 };
    counted.set(name, count);
    count.asked += 1;
    const { type = 'json' } = operation;
    if (take(name)) return send(response, 200, type, operation.answer(type === 'json' ? Object(JSON.parse(body)) : {}));
    count.throttled += 1;
    return send(response, 400, type, THROTTLED[type]);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counted,
    takeAway: take,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const THROTTLED = {
  json: '{"__type":"ThrottlingException","message":"Rate exceeded"}',
  xml: '<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>',
} as const;

/** JSON protocols name the operation in a header; Route 53 has one limit for all of it. */
function nameOf({ headers, url = '' }: IncomingMessage): string {
  if (url.startsWith('/2013-04-01/')) return 'Route 53';
  return String(headers['x-amz-target']).split('.').at(-1) ?? '';
}

function send(response: ServerResponse, status: number, type: 'json' | 'xml', body: string): void {
  response.writeHead(status, { 'content-type': type === 'json' ? 'application/x-amz-json-1.1' : 'text/xml' });
  response.end(body);
}

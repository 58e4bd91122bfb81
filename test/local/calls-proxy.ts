import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request that went over the wire, retries included. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** The operation, where the service names it in a header, e.g. `DynamoDB_20120810.GetItem`. */
  readonly target?: string;
}

/** Stands between a client and an AWS endpoint, changes nothing, and counts. */
export interface CountingProxy {
  readonly endpoint: string;
  readonly calls: Call[];
  close(): Promise<void>;
}

/** A request that gets no answer: it reaches the endpoint or does not, and then `end` is called. */
export interface Unanswered {
  readonly arrives: boolean;
  readonly end: () => void;
}

/** Starts a proxy to this endpoint on a free port of loopback; `cut` chooses requests that get no answer. */
export async function countingProxy(
  to: string,
  cut: (call: Call) => Unanswered | undefined = () => undefined,
): Promise<CountingProxy> {
  const calls: Call[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const target = incoming.headers['x-amz-target'];
    const call = { method, path, ...(typeof target === 'string' && { target }) };
    calls.push(call);
    meet(to, incoming, outgoing, cut(call)).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { endpoint: `http://127.0.0.1:${port}`, calls, close: () => close(server) };
}

async function meet(
  to: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  unanswered: Unanswered | undefined,
): Promise<void> {
  if (!unanswered || unanswered.arrives) {
    const answer = await forward(to, incoming);
    if (!unanswered) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      return;
    }
    await buffer(answer);
  }
  unanswered.end();
  outgoing.destroy();
}

// The headers go on as they are, `host` too: they are part of what was signed.
async function forward(to: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  const body = await buffer(incoming);
  const { method, headers } = incoming;
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(incoming.url ?? '/', to), { method, headers }, resolve)
      .on('error', reject)
      .end(body);
  });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A stand-in that asks the emulator, and answers itself what the emulator lacks. */
export interface ProxyStandIn {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server on this machine whose answers `answer` gives. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<ProxyStandIn> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
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

/** Lets `endpoint` answer. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  body: Buffer,
): Promise<void> {
  const answered = await ask(request, endpoint, request.url ?? '/', body);
  const { 'transfer-encoding': _, 'content-encoding': _e, ...headers } = Object.fromEntries(answered.headers);
  response.writeHead(answered.status, headers).end(Buffer.from(await answered.arrayBuffer()));
}

/** As the caller: the account is told by who signed. */
export function ask(request: IncomingMessage, endpoint: string, path: string, body?: Buffer): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && !/^(?:host|connection|content-length|expect)$/.test(name))
      headers.set(name, value);
  const method = body ? (request.method ?? 'GET') : 'GET';
  return fetch(new URL(path, endpoint), { method, headers, ...(body?.length && { body: new Uint8Array(body) }) });
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function json(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}

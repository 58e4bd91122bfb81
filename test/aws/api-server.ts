import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Received } from './signature.ts';

/** An answer: a status, a body, or no answer at all. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hangUp?: boolean;
}

/** A server on this machine that keeps what it got and gives the answers in order, the last one for ever. */
export async function apiServer(answers: readonly Answer[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ method: request.method ?? '', target: request.url ?? '', headers, body });
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? {};
      if (answer.hangUp) request.socket.destroy();
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    })();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const base = `http://127.0.0.1:${address.port}`;
  return { base, received, [Symbol.dispose]: () => server.close().closeAllConnections() };
}

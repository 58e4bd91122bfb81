import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What an operation of a recorded API answers: a document, or an error by its name. */
export type Answer =
  { readonly body: unknown } | { readonly error: string; readonly message: string; readonly status?: number };

export interface RecordedApi {
  readonly url: string;
  /** The operations that were asked, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/**
 * An API of AWS's JSON protocols on this machine: operations by the end of `X-Amz-Target`, as AWS documents their shapes. What it
 * is not asked for here is refused, as is an unsigned request.
 */
export async function recordedJsonApi(
  target: string,
  operations: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => Answer>>,
): Promise<RecordedApi> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.');
      const input = Object(await json(request));
      const signed = /^AWS4-HMAC-SHA256 Credential=\d{12}\//.test(request.headers.authorization ?? '');
      const known = prefix === target && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!signed) return send(response, 403, { __type: 'MissingAuthenticationTokenException' });
      if (!known) return send(response, 400, { __type: 'UnknownOperationException', message: operation });
      asked.push(operation);
      const answer = known(input);
      if ('body' in answer) return send(response, 200, answer.body);
      return send(response, answer.status ?? 400, { __type: answer.error, message: answer.message });
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

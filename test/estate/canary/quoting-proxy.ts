import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Canaries } from './canaries.ts';

/** An address before the emulator whose failures quote secrets. */
export interface QuotingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** What the emulator answered. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * Hands everything on to the emulator, but for some functions: of `quoting` the policy cannot be read, and the failure quotes a
 * value of its environment in every form; of `broken` the answer is no JSON from one on; the code of `signed` is at an address
 * that refuses, and quotes its own signature.
 */
export async function startQuotingProxy(
  emulator: string,
  { quoted, broken, canaries }: { quoted: string; broken: string; canaries: Canaries },
): Promise<QuotingProxy> {
  const signature = canaries.plantUnhashed('the signature of an address of code');
  const token = canaries.plantUnhashed('the token of an address of code');
  const own = { url: '' };
  const answers = (url: string): Answer | undefined => {
    if (url.includes('/functions/quoting/policy')) {
      const encoded = [
        Buffer.from(`x:${quoted}`).toString('base64'),
        Buffer.from(quoted).toString('hex'),
        encodeURIComponent(quoted),
      ];
      const message = `Value '${quoted}' (${JSON.stringify(quoted)}, ${encoded.join(', ')}) is not allowed`;
      return failure('InvalidParameterValueException', message);
    }
    if (url.startsWith('/code-of-signed'))
      return {
        status: 403,
        headers: {},
        body: Buffer.from(
          `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${signature}</SignatureProvided></Error>`,
        ),
      };
    return undefined;
  };
  const changed = (url: string, answer: Answer): Answer => {
    const text = answer.body.toString();
    if (/\/functions\/broken(?:\/configuration|\?|$)/.test(url) && text.includes(broken)) {
      // A parser says what stands around the place where it fails.
      return { ...answer, body: Buffer.from(text.replace(`"${broken}"`, broken)) };
    }
    if (!/\/functions\/signed(?:\?|$)/.test(url)) return answer;
    const location = `${own.url}/code-of-signed?X-Amz-Signature=${signature}&X-Amz-Security-Token=${token}`;
    return { ...answer, body: Buffer.from(text.replace(/"Location": ?"[^"]*"/, `"Location": "${location}"`)) };
  };
  const server = createServer((incoming, response) => {
    const url = incoming.url ?? '/';
    void (async () => {
      const answer = answers(url) ?? changed(url, await handedOn(emulator, incoming));
      send(response, answer);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  own.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    url: own.url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function failure(code: string, message: string): Answer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status: 400, headers, body: Buffer.from(JSON.stringify({ Type: 'User', message, Message: message })) };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const { 'content-length': _, 'transfer-encoding': __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}

function handedOn(emulator: string, incoming: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(emulator);
    const { method, url, headers } = incoming;
    const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
      answer.once('error', reject);
    });
    onward.once('error', reject);
    incoming.pipe(onward);
  });
}

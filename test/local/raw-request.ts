import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

/** What is sent to the deployed API byte for byte: no client mends the path, or leaves a header out. */
export interface RawRequest {
  readonly method?: string;
  /** After the API's base address, as it is. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends it, and gives what came back. */
export async function sendRaw({ method = 'GET', path, headers = {}, body }: RawRequest): Promise<{
  readonly status: number;
  readonly body: string;
}> {
  const { origin, pathname } = new URL(inject('stack').api);
  const { hostname, port } = new URL(origin);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: pathname + path, headers: { ...length, ...headers } },
      (response) => {
        text(response).then((answered) => resolve({ status: response.statusCode ?? 0, body: answered }), reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The headers with which a browser sends the form of the review page. */
export const OWN_FORM = {
  'content-type': 'application/x-www-form-urlencoded',
  origin: 'null',
  'sec-fetch-site': 'same-origin',
} as const;

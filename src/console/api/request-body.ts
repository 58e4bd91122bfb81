import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { boundedBody } from '../bounded-body.ts';

/** The longest allowance has 12 KB in letters of ASCII; in other scripts it names fewer tokens. */
const MAX_BYTES = 16 * 1024;

/** A body as JSON, or why it is not taken. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: ContentfulStatusCode; readonly title: string; readonly says: string };

/** Reads so many bytes of JSON at most, or 16 KB, from a request that says that it is some. */
export async function jsonBody(request: Request, mostBytes = MAX_BYTES): Promise<Body> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refusedBody(415, 'Not the right kind of body', 'Send JSON, with `content-type: application/json`.');
  }
  const bytes = await boundedBody(request, mostBytes);
  if (!bytes) return refusedBody(413, 'The body is too large', `A body has at most ${mostBytes} bytes.`);
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refusedBody(400, 'Not understood', 'The body is not JSON in UTF-8.');
  }
}

function refusedBody(status: ContentfulStatusCode, title: string, says: string): Body {
  return { kind: 'refused', status, title, says };
}

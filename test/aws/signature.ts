import { createHash, createHmac } from 'node:crypto';

/** A request as a server got it. */
export interface Received {
  readonly method: string;
  /** The path with its query, as it stood in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How Signature Version 4 is to come out, step by step after AWS's own description of it. */
export function signatureOf(
  { method, target, headers, body }: Received,
  by: { secret: string; scope: string; signedHeaders: string },
): string {
  const [path = '', query = ''] = target.split('?');
  const names = by.signedHeaders.split(';');
  const canonical = [
    method,
    // Every service but S3 escapes the path, as it was sent, once more.
    path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').toSorted().join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    by.signedHeaders,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], by.scope, sha256(canonical)].join('\n');
  const key = by.scope.split('/').reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${by.secret}`));
  return hmac(key, toSign).toString('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

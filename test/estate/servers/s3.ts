import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';

/** A request as it came. */
export interface Asked {
  /** Its path and query as they were sent, undecoded. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Of the key, for an object. */
  readonly key: string;
  /** How often the same was asked before. */
  readonly before: number;
}

/** What a test has the server say instead of what it would. */
export type Instead = (asked: Asked, answer: http.ServerResponse) => boolean;

/** S3 on this machine with one bucket, `site`, in the shapes of its API reference. */
export interface S3Server {
  readonly endpoint: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

const ABSENT: Readonly<Record<string, string>> = {
  policy: 'NoSuchBucketPolicy',
  lifecycle: 'NoSuchLifecycleConfiguration',
  cors: 'NoSuchCORSConfiguration',
  website: 'NoSuchWebsiteConfiguration',
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  ownershipControls: 'OwnershipControlsNotFoundError',
  tagging: 'NoSuchTagSet',
  replication: 'ReplicationConfigurationNotFoundError',
};

/** Starts it with these objects; every request must be signed as S3 asks for it, else the server says 403. */
export async function startS3(
  objects: Readonly<Record<string, string>>,
  instead: Instead = () => false,
): Promise<S3Server> {
  const all: Asked[] = [];
  const server = http.createServer((request, answer) => {
    const url = request.url ?? '';
    const [path = '', query = ''] = url.split('?');
    const key = decodeURIComponent(path.slice('/site/'.length));
    const asked = { url, headers: request.headers, key, before: all.filter((each) => each.url === url).length };
    all.push(asked);
    if (!isSigned(request)) return refuse(answer, 403, 'SignatureDoesNotMatch');
    if (instead(asked, answer)) return undefined;
    if (path === '/') return xml(answer, 200, buckets());
    if (key === '') return bucket(new URLSearchParams(query), objects, answer);
    const body = objects[key];
    return body === undefined ? refuse(answer, 404, 'NoSuchKey') : object(body, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked: all,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=\d{12}\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/;

function isSigned({ headers }: http.IncomingMessage): boolean {
  return SIGNED.test(headers.authorization ?? '') && headers['x-amz-content-sha256'] !== undefined;
}

function buckets(): string {
  const one = '<Bucket><Name>site</Name><BucketRegion>us-east-1</BucketRegion></Bucket>';
  return `<ListAllMyBucketsResult><Buckets>${one}</Buckets></ListAllMyBucketsResult>`;
}

function bucket(query: URLSearchParams, objects: Readonly<Record<string, string>>, answer: http.ServerResponse): void {
  if (query.has('list-type')) return xml(answer, 200, listing(objects));
  const absent = Object.entries(ABSENT).find(([name]) => query.has(name));
  return absent ? refuse(answer, 404, absent[1]) : xml(answer, 200, '<Nothing/>');
}

function listing(objects: Readonly<Record<string, string>>): string {
  const contents = Object.entries(objects).map(
    ([key, body]) =>
      `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>2026-03-10T12:00:00.000Z</LastModified>` +
      `<ETag>&quot;${md5(body)}&quot;</ETag><Size>${Buffer.byteLength(body)}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const about = '<Name>site</Name><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>';
  return `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${about}${contents.join('')}</ListBucketResult>`;
}

function object(body: string, answer: http.ServerResponse): void {
  answer.writeHead(200, {
    'content-length': Buffer.byteLength(body),
    'content-type': 'text/plain',
    etag: `"${md5(body)}"`,
    'last-modified': 'Tue, 10 Mar 2026 12:00:00 GMT',
  });
  answer.end(body);
}

/** An error as S3 says it. */
export function refuse(answer: http.ServerResponse, status: number, code: string, message = 'No.'): void {
  xml(answer, status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

export function xml(answer: http.ServerResponse, status: number, body: string): void {
  answer.writeHead(status, { 'content-type': 'application/xml' });
  answer.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

import http from 'node:http';
import { benchObjects, bodyOf, change, MANY, SITE, type BenchObject } from './objects.ts';

/**
 * A fast S3 on this machine that has one bucket and checks nothing, in a process of its own: `node server.ts site|many` prints
 * its port. `POST /change` writes every hundredth object anew.
 */
const BUCKET = 'bench';
const objects = benchObjects(process.argv[2] === 'many' ? MANY : SITE);
const byKey = new Map(objects.map((object) => [object.key, object]));
let generation = 0;

/** How S3 says that something is not configured. */
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

/** What is configured without saying anything. */
const EMPTY: Readonly<Record<string, string>> = {
  versioning: 'VersioningConfiguration',
  logging: 'BucketLoggingStatus',
  notification: 'NotificationConfiguration',
  location: 'LocationConstraint',
};

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST') return posted(url, response);
  if (url.pathname === '/') return xml(response, 200, buckets());
  const key = decodeURIComponent(url.pathname.slice(BUCKET.length + 2));
  if (key !== '') return object(byKey.get(key), request, response);
  const asked = [...url.searchParams.keys()].find((name) => name in ABSENT || name in EMPTY);
  if (asked !== undefined && asked in EMPTY) return xml(response, 200, `<${EMPTY[asked]}/>`);
  if (asked !== undefined) return xml(response, 404, `<Error><Code>${ABSENT[asked]}</Code></Error>`);
  return xml(response, 200, listing(url.searchParams));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : '');
});

function posted(url: URL, response: http.ServerResponse): void {
  if (url.pathname !== '/change') return xml(response, 200, caller());
  generation += 1;
  change(objects, generation);
  xml(response, 200, '<Changed/>');
}

/** What STS says: the same server is asked who asks. */
function caller(): string {
  const who =
    '<Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>AIDABENCH</UserId><Account>123456789012</Account>';
  return `<GetCallerIdentityResponse><GetCallerIdentityResult>${who}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function buckets(): string {
  const bucket = `<Bucket><Name>${BUCKET}</Name><BucketRegion>us-east-1</BucketRegion></Bucket>`;
  return `<ListAllMyBucketsResult><Buckets>${bucket}</Buckets></ListAllMyBucketsResult>`;
}

function object(found: BenchObject | undefined, request: http.IncomingMessage, response: http.ServerResponse): void {
  if (!found) return xml(response, 404, '<Error><Code>NoSuchKey</Code></Error>');
  response.writeHead(200, {
    'content-length': found.size,
    'content-type': 'binary/octet-stream',
    etag: `"${found.etag}"`,
    'last-modified': found.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  });
  response.end(request.method === 'HEAD' ? undefined : bodyOf(found));
}

function listing(query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? query.get('marker') ?? '';
  const most = Number(query.get('max-keys') ?? 1000);
  const lines: string[] = [];
  let last = '';
  let truncated = false;
  for (let at = firstAfter(after); at < objects.length; at += 1) {
    const found = objects[at];
    if (!found?.key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : found.key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : found.key.slice(0, end + 1);
    if (common !== undefined && last.startsWith(common)) continue;
    if (lines.length === most) {
      truncated = true;
      break;
    }
    last = common === undefined ? found.key : `${common}\u{10FFFF}`;
    lines.push(common === undefined ? contents(found) : `<CommonPrefixes><Prefix>${common}</Prefix></CommonPrefixes>`);
  }
  const next = truncated
    ? `<NextContinuationToken>${last}</NextContinuationToken><NextMarker>${last}</NextMarker>`
    : '';
  const about = `<Name>${BUCKET}</Name><Prefix>${prefix}</Prefix><KeyCount>${lines.length}</KeyCount>${next}`;
  const paging = `<MaxKeys>${most}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${truncated}</IsTruncated>`;
  return `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${about}${paging}${lines.join('')}</ListBucketResult>`;
}

function contents({ key, size, etag, lastModified }: BenchObject): string {
  const modified = lastModified.toISOString();
  return `<Contents><Key>${encodeURIComponent(key).replaceAll('%2F', '/')}</Key><LastModified>${modified}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}

function firstAfter(key: string): number {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle]?.key ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function xml(response: http.ServerResponse, status: number, body: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { IncomingHttpHeaders } from 'node:http';

/** What an object is served with and stored as. What every answer has, or what moves by itself, is none of it. */
const KEPT = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
  'expires',
  'x-amz-website-redirect-location',
  'x-amz-storage-class',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
] as const;

type Kept = Partial<Record<(typeof KEPT)[number], string>>;

/** Its headers by name, in one order. */
export function keptHeaders(headers: IncomingHttpHeaders): Kept {
  const kept: Kept = {};
  for (const name of KEPT) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = wide(value);
  }
  return kept;
}

const META = 'x-amz-meta-';

/** Its own metadata, by name; `undefined` where it has none. */
export function keptMetadata(headers: IncomingHttpHeaders): Record<string, string> | undefined {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(META))
    .map(([name, value]) => [name.slice(META.length), wide(String(value))] as const);
  return sortedOrNone(found);
}

export function sortedOrNone(entries: readonly (readonly [string, string])[]): Record<string, string> | undefined {
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the SDK says of an object without its bytes, in the same form. */
export function headHeaders(head: HeadObjectCommandOutput): Kept {
  const values: Record<(typeof KEPT)[number], string | undefined> = {
    'content-type': head.ContentType,
    'cache-control': head.CacheControl,
    'content-encoding': head.ContentEncoding,
    'content-disposition': head.ContentDisposition,
    'content-language': head.ContentLanguage,
    expires: head.ExpiresString,
    'x-amz-website-redirect-location': head.WebsiteRedirectLocation,
    'x-amz-storage-class': head.StorageClass,
    'x-amz-server-side-encryption': head.ServerSideEncryption,
    'x-amz-server-side-encryption-aws-kms-key-id': head.SSEKMSKeyId,
    'x-amz-server-side-encryption-bucket-key-enabled': head.BucketKeyEnabled?.toString(),
  };
  const kept: Kept = {};
  for (const name of KEPT) if (values[name] !== undefined) kept[name] = values[name];
  return kept;
}

/** Node reads headers as Latin-1; S3 sends UTF-8 where somebody stored it. */
function wide(value: string): string {
  if (!/[\u0080-\u00FF]/.test(value)) return value;
  const read = Buffer.from(value, 'latin1').toString();
  return read.includes('\uFFFD') ? value : read;
}

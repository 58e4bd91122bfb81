import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HoldfastError } from '../errors.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** A prefix of a bucket, and who reads and writes there. `prefix` is empty or ends with a slash. */
export interface BucketPlace {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** An object as a list tells of it. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly at: Date;
}

/** Where an S3 is that is not AWS's: on this machine, never with the caller's own credentials. */
export interface LocalS3 {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
}

const SETTINGS = {
  maxAttempts: 8,
  followRegionRedirects: true,
  requestHandler: { connectionTimeout: 5000, requestTimeout: 120_000, throwOnRequestTimeout: true },
} as const;

/** What `s3://bucket/prefix` means. Throws `CAPTURE.PLACE`. */
export function bucketPlace(written: string, region: string | undefined, local?: LocalS3): BucketPlace {
  const [, bucket = '', below = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(written) ?? [];
  const prefix = below.replace(/\/+$/, '');
  if (bucket === '' || /^\/|\/\/|\p{Cc}|(?:^|\/)\.{1,2}(?:\/|$)/u.test(prefix) || Buffer.byteLength(prefix) > 300) {
    const hint = 'Write s3://bucket/prefix.';
    throw new HoldfastError('CAPTURE.PLACE', `"${written.slice(0, 200)}" is no place for captures.`, { hint });
  }
  const at = local && {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: local.account, secretAccessKey: 'test' },
    forcePathStyle: true,
  };
  const client = new S3Client({ ...SETTINGS, ...(region !== undefined && { region }), ...at });
  return { client, bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** Whether S3 says that there is no such object. */
export function isNoObject(error: unknown): boolean {
  const { name, $metadata } = asAwsError(error);
  return name === 'NoSuchKey' || name === 'NotFound' || (name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404);
}

const statusOf = (error: unknown): number | undefined => asAwsError(error).$metadata?.httpStatusCode;

/** Whether a condition of a write does not hold: somebody else was there before. */
const isRefused = (error: unknown): boolean => statusOf(error) === 412;

/** How often a write is tried that somebody else's comes across: S3 says 409, and which of them there is is not known yet. */
const ACROSS = 4;

/** A failure of S3 in Holdfast's words. */
const say =
  ({ bucket }: BucketPlace, doing: string) =>
  (error: unknown) => {
    if (/CredentialsProvider/.test(asAwsError(error).name)) {
      const hint =
        'Sign in, e.g. with `aws sso login`, and choose a profile with AWS_PROFILE. For this machine: --local.';
      return new HoldfastError('BUCKET.DENIED', 'There are no AWS credentials to use.', { hint, cause: error });
    }
    const hint = 'See that the bucket is there and that you may list, read and write in it.';
    return awsFailure('BUCKET', `${doing} in the bucket ${bucket}`, error, hint);
  };

/** Writes an object on condition; gives its ETag, or `undefined` where the condition does not hold. */
export async function putIf(
  place: BucketPlace,
  key: string,
  body: Uint8Array,
  condition: { readonly IfNoneMatch: '*' } | { readonly IfMatch: string },
  more: Partial<PutObjectCommandInput> = {},
): Promise<string | undefined> {
  const ChecksumSHA256 = createHash('sha256').update(body).digest('base64');
  const input = { Bucket: place.bucket, Key: key, Body: body, ContentLength: body.length, ChecksumSHA256 };
  for (let tries = 1; ; tries += 1) {
    try {
      return (await place.client.send(new PutObjectCommand({ ...input, ...more, ...condition }))).ETag ?? '';
    } catch (error) {
      if (isRefused(error) || ('IfMatch' in condition && isNoObject(error))) return undefined;
      if (statusOf(error) !== 409 || tries === ACROSS) throw say(place, `${key} was not written`)(error);
      await sleep(100 * 2 ** tries);
    }
  }
}

/** How long an object is, and since when; `undefined` where there is none. */
export async function headOf(place: BucketPlace, key: string): Promise<Omit<ListedObject, 'key'> | undefined> {
  try {
    const found = await place.client.send(new HeadObjectCommand({ Bucket: place.bucket, Key: key }));
    return { bytes: found.ContentLength ?? 0, at: found.LastModified ?? new Date(0) };
  } catch (error) {
    if (isNoObject(error)) return undefined;
    throw say(place, `${key} was not found out about`)(error);
  }
}

/** The whole of a small object; `undefined` where there is none. */
export async function textOf(
  place: BucketPlace,
  key: string,
): Promise<{ readonly text: string; readonly etag: string; readonly at: Date } | undefined> {
  try {
    const {
      Body,
      ETag = '',
      LastModified,
    } = await place.client.send(new GetObjectCommand({ Bucket: place.bucket, Key: key }));
    return { text: (await Body?.transformToString()) ?? '', etag: ETag, at: LastModified ?? new Date(0) };
  } catch (error) {
    if (isNoObject(error)) return undefined;
    throw say(place, `${key} was not read`)(error);
  }
}

const TRIES = 5;

/** The bytes of an object; goes on where a connection breaks off. Throws as the SDK where there is no object. */
export async function* bytesOf(place: BucketPlace, key: string): AsyncIterable<Uint8Array> {
  let read = 0;
  let etag: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const rest = read > 0 && { Range: `bytes=${read}-`, IfMatch: etag };
    const { Body, ETag } = await place.client.send(new GetObjectCommand({ Bucket: place.bucket, Key: key, ...rest }));
    etag = ETag;
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- in Node the SDK gives a stream of bytes
      for await (const chunk of Body as unknown as AsyncIterable<Uint8Array>) {
        read += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      if (tries === TRIES || error instanceof HoldfastError) throw error;
    }
  }
}

/** Everything below a prefix, in the order of keys. */
export async function* listed(place: BucketPlace, prefix: string): AsyncIterable<ListedObject> {
  const input = { Bucket: place.bucket, Prefix: prefix };
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: place.client }, input)) {
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents)
        yield { key: Key, bytes: Size, at: LastModified };
    }
  } catch (error) {
    throw say(place, `${prefix} was not listed`)(error);
  }
}

/** The names right below a prefix that have something below them. */
export async function foldersBelow(place: BucketPlace, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  const input = { Bucket: place.bucket, Prefix: prefix, Delimiter: '/' };
  try {
    for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: place.client }, input))
      names.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix.slice(prefix.length, -1)));
  } catch (error) {
    throw say(place, `${prefix} was not listed`)(error);
  }
  return names;
}

/** Deletes objects, at most 1,000 a request. */
export async function deleteAll(place: BucketPlace, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 1000) {
    const Objects = keys.slice(at, at + 1000).map((Key) => ({ Key }));
    const input = { Bucket: place.bucket, Delete: { Objects, Quiet: true } };
    const { Errors = [] } = await place.client.send(new DeleteObjectsCommand(input)).catch((error: unknown) => {
      throw say(place, 'objects were not deleted')(error);
    });
    const [first] = Errors;
    if (first) throw say(place, `${first.Key} was not deleted`)(new Error(`${first.Code}: ${first.Message}`));
  }
}

/** Copies an object within the bucket. */
export async function copied(place: BucketPlace, from: string, to: string, type: string): Promise<void> {
  const CopySource = `${place.bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
  const input = { Bucket: place.bucket, Key: to, CopySource, MetadataDirective: 'REPLACE', ContentType: type } as const;
  await place.client.send(new CopyObjectCommand(input)).catch((error: unknown) => {
    throw say(place, `${to} was not copied`)(error);
  });
}

/** Ends an upload in parts, unless the object is there by now. */
export async function completed(
  place: BucketPlace,
  key: string,
  upload: { readonly UploadId: string; readonly MultipartUpload: { Parts: { PartNumber: number; ETag?: string }[] } },
): Promise<void> {
  const input = { Bucket: place.bucket, Key: key, ...upload, IfNoneMatch: '*' };
  await place.client.send(new CompleteMultipartUploadCommand(input)).catch(async (error: unknown) => {
    if (!isRefused(error)) throw say(place, `${key} was not written`)(error);
    // Its parts would stay and cost.
    const { UploadId } = upload;
    const left = new AbortMultipartUploadCommand({ Bucket: place.bucket, Key: key, UploadId });
    await place.client.send(left).catch(() => undefined);
  });
}

/** Deletes everything below a prefix, but for one object. */
export async function deleteBelow(place: BucketPlace, prefix: string, but?: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of listed(place, prefix)) if (key !== but) keys.push(key);
  await deleteAll(place, keys);
}

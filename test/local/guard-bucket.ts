import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Everything that an upload may carry besides bucket, key and body. */
export type UploadHeaders = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'>;

/** What a reader gets: the bytes, and each header that is there. */
export interface Served {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Headers of a plain HTML page. */
const HTML: UploadHeaders = { ContentType: 'text/html; charset=utf-8' };

/** Uploads as any tool would. */
export async function upload(
  s3: S3Client,
  at: { Bucket: string; Key: string },
  body: string | Uint8Array,
  headers: UploadHeaders = HTML,
): Promise<void> {
  await s3.send(new PutObjectCommand({ ...headers, ...at, Body: body }));
}

/** Deletes as any tool would: on a versioned bucket that leaves a delete marker. */
export async function remove(s3: S3Client, at: { Bucket: string; Key: string }): Promise<void> {
  await s3.send(new DeleteObjectCommand(at));
}

/** What is live now with all that is served with it, but our own mark; `undefined` when nothing is. */
export async function serve(s3: S3Client, at: { Bucket: string; Key: string }): Promise<Served | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand(at));
    const body = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    // The emulator answers a GET of a delete marker with an empty 200.
    if (object.DeleteMarker) return undefined;
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(at));
    return {
      body,
      headers: headersOf(object),
      tags: Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value])),
    };
  } catch (error) {
    if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return undefined;
    throw error;
  }
}

const SERVED = [
  'ContentType',
  'CacheControl',
  'ContentEncoding',
  'ContentDisposition',
  'ContentLanguage',
  'ExpiresString',
  'WebsiteRedirectLocation',
] as const;

function headersOf(object: { Metadata?: Record<string, string> } & Partial<Record<(typeof SERVED)[number], string>>) {
  const { holdfast: _mark, ...metadata } = object.Metadata ?? {};
  const present = SERVED.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]]));
  return { ...Object.fromEntries(present), metadata };
}

/** Suspends versioning: what is written from now on has the version id `null`. */
export async function suspendVersioning(s3: S3Client, bucket: string): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } }));
}

/** Makes the bucket anew, as one that never had versioning, with the notification rules that it had. */
export async function remakeWithoutVersioning(s3: S3Client, bucket: string): Promise<void> {
  const { $metadata: _, ...rules } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
  await empty(s3, bucket);
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: rules }));
}

async function empty(s3: S3Client, bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
  }
}

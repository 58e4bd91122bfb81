import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { s3Bucket } from '../../src/lib/aws/s3-bucket.ts';
import type { StoredAs } from '../../src/lib/site/version.ts';
import type { SentHeaders } from '../fakes/stored-object.ts';
import type { BucketWorld, Mode } from './bucket-world.ts';

/** Makes a bucket of its own on S3, with versioning as asked. */
export async function s3World(s3: S3Client, mode: Mode): Promise<BucketWorld & { readonly name: string }> {
  const name = await newBucket(s3);
  const setMode = (to: 'versioned' | 'suspended') => setVersioning(s3, name, to);
  if (mode !== 'unversioned') await setMode('versioned');
  if (mode === 'suspended') await setMode('suspended');
  return {
    name,
    bucket: s3Bucket(name, { s3, now: () => new Date() }),
    setMode,
    upload: (key, body, headers, storedAs) =>
      upload(s3, { Bucket: name, Key: key, Body: Buffer.from(body) }, headers, storedAs),
    remove: async (key) => void (await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }))),
    removePermanently: async (key, versionId) =>
      void (await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key, VersionId: versionId }))),
  };
}

/** Makes an empty bucket without versioning. */
export async function newBucket(s3: S3Client): Promise<string> {
  const name = `contract-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

async function setVersioning(s3: S3Client, bucket: string, mode: 'versioned' | 'suspended'): Promise<void> {
  const Status = mode === 'versioned' ? 'Enabled' : 'Suspended';
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
}

async function upload(
  s3: S3Client,
  object: PutObjectCommandInput,
  { metadata, websiteRedirect, expires, ...headers }: SentHeaders = {},
  { storageClass, tags }: StoredAs = {},
): Promise<void> {
  const command = new PutObjectCommand({
    ...object,
    ContentType: headers.contentType,
    CacheControl: headers.cacheControl,
    ContentEncoding: headers.contentEncoding,
    ContentDisposition: headers.contentDisposition,
    ContentLanguage: headers.contentLanguage,
    WebsiteRedirectLocation: websiteRedirect,
    Metadata: { ...metadata },
    ...(storageClass === 'STANDARD_IA' && { StorageClass: storageClass }),
    Tagging: tags && new URLSearchParams(tags).toString(),
  });
  if (expires !== undefined) sendRaw(command, { expires });
  await s3.send(command);
}

/** Tools other than the SDK send what they like. */
function sendRaw(command: PutObjectCommand, headers: Readonly<Record<string, string>>): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(Object(args.request).headers, headers);
      return next(args);
    },
    { step: 'build', name: 'sendRaw' },
  );
}
